"""How a run begins: it can be told to end, and its report is marked as not whole."""

import pytest

from conformance.bundle.own import words
from conformance.formats import unfinished
from conformance.plugin import signals
from conformance.plugin.own import LEFT_OUT
from conformance.plugin.run import RUN


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Mark the report: from here on, whatever ends the session, it is finished too."""
    config = session.config
    if RUN not in config.stash or config.option.collectonly:
        return
    if hasattr(config, "workerinput"):
        signals.leave_to_leader()
    else:
        signals.heed(config)
        unfinished.mark(config.stash[RUN].settings.report_dir)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what is judged."""
    run = config.stash.get(RUN, None)
    targets = run.settings.targets if run else ()
    missing = config.stash.get(LEFT_OUT, [])
    return [
        *([f"left out: {words(missing)}"] if missing else []),
        *(f"target: {t.name} ({t.base_url}, {t.profile.name})" for t in targets),
    ]
