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
FREE = ("process", "browser", "real")
# How OpenAI's client learns once on which system it runs.
OF_THE_CLIENT = (("lsb_release",), ("uname",))

_guarded: list[str] = []  # the test that runs and has none of these marks


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event in STARTS and _guarded and arguments[:1] not in OF_THE_CLIENT:
        raise AssertionError(
            f"{_guarded[0]} starts another process: mark it with "
            "`@pytest.mark.process`, or its module with "
            "`pytestmark = pytest.mark.process`."
        )


# An audit hook stays for as long as the interpreter does; there is no other way to
# see each process that starts, whoever starts it.
sys.addaudithook(_guard)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that starts a process without saying so by a mark."""
    if not any(item.get_closest_marker(name) for name in FREE):
        _guarded[:] = [item.nodeid]
    try:
        return (yield)
    finally:
        _guarded.clear()
