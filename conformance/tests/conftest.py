"""Settings of the suite's own tests, and the guard of the quick ones."""

import sys
from collections.abc import Generator

import pytest
from hypothesis import settings

# A machine that is busy with other things is slow at times, and that is no failure.
settings.register_profile("relaycert", deadline=None)
settings.load_profile("relaycert")

# What Python reports (PEP 578) when another process is about to start.
STARTS = frozenset({"subprocess.Popen", "os.fork", "os.posix_spawn", "os.system"})
FREE = ("process", "browser", "real", "hostile")
# How OpenAI's client learns once on which system it runs.
OF_THE_CLIENT = (("lsb_release",), ("uname",))


class _Guard:
    """Sees each process that is about to start, and whether a quick test starts it."""

    def __init__(self) -> None:
        # Kept here, as the names of the module are gone before the interpreter is.
        self._starts, self._free = STARTS, OF_THE_CLIENT
        self.quick = ""  # the quick test that runs

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.quick and event in self._starts and arguments[:1] not in self._free:
            raise AssertionError(
                f"{self.quick} starts another process: mark it with "
                "`@pytest.mark.process`, or its module with "
                "`pytestmark = pytest.mark.process`."
            )


# An audit hook stays for as long as the interpreter does; there is no other way to
# see each process that starts, whoever starts it.
_guard = _Guard()
sys.addaudithook(_guard)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that starts a process without saying so by a mark."""
    if not any(item.get_closest_marker(name) for name in FREE):
        _guard.quick = item.nodeid
    try:
        return (yield)
    finally:
        _guard.quick = ""
