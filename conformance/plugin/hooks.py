"""The pytest plugin: requirements as tests, recordings as fixtures."""

from collections.abc import Generator
from dataclasses import asdict
from typing import Any

import pytest

from conformance.formats import unfinished
from conformance.plugin import (
    allure_items,
    counterexamples,
    options,
    own,
    sealing,
    signals,
)
from conformance.plugin.collection import (
    key_of,
    keys_for,
    refuse_unknown_selection,
    refuse_unknown_waivers,
    requirement_of,
    select,
)
from conformance.plugin.defects import defect, without_secrets
from conformance.plugin.embedded import EMBEDDED, EmbeddedAccess, start_for
from conformance.plugin.failures import raise_for_pytest, short_traceback
from conformance.plugin.flags import given
from conformance.plugin.outcomes import OUTCOME, outcome_of, properties
from conformance.plugin.results import TROUBLE, ResultPlugin
from conformance.plugin.run import RUN, Run
from conformance.plugin.standing import forgo, names_nothing
from conformance.reporting.allure import attach

GATHERER = "relaycert-gatherer"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the options."""
    options.add_options(parser)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Read the settings, and make sure that the report can be written."""
    inherited = getattr(config, "workerinput", {})
    suite = options.suite_of(config)
    if "relaycert_embedded" in inherited:
        access = EmbeddedAccess(**inherited["relaycert_embedded"])
    else:
        access = start_for(config, suite)
    settings = options.settings(
        config, suite, access.targets(suite), inherited.get("relaycert_dir", "")
    )
    if settings is None:
        return
    config.stash[RUN] = Run(settings)
    own.collect(config, suite)
    if config.option.tbstyle == "auto":
        # A violation explains itself, and a traceback costs 60 ms an item.
        config.option.tbstyle = "line"
    if config.option.collectonly:
        return
    attach.prepare(config)
    for target in settings.targets if not settings.replays else ():
        target.key()  # a missing key is told before anything is sent
        target.second_key()
    if getattr(config.option, "dist", "no") != "no":
        # Its workers cannot say so: what they refuse ends as a failure of theirs.
        refuse_unknown_selection(settings.select, suite)
    if not inherited:
        sealing.prepare(config)
        options.make_ready(config, settings)
        counterexamples.keep(given(config, "--case"), settings.report_dir)
        config.option.xmlpath = config.option.xmlpath or str(
            settings.report_dir / "junit.xml"
        )
        config.pluginmanager.register(ResultPlugin(config, config.stash[RUN]), GATHERER)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the embedded relay."""
    if EMBEDDED in config.stash:
        config.stash[EMBEDDED].stop()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand report folder and embedded relay on to a worker of pytest-xdist."""
    config = node.config
    if RUN in config.stash:
        folder = config.stash[RUN].settings.report_dir
        node.workerinput["relaycert_dir"] = str(folder.resolve())
    if EMBEDDED in config.stash:
        node.workerinput["relaycert_embedded"] = asdict(config.stash[EMBEDDED].access)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Judge each requirement on every case it names, for every target."""
    stated = requirement_of(metafunc.definition)
    if stated is None:
        return
    run = metafunc.config.stash.get(RUN, None)
    settings = run.settings if run else None
    keys = keys_for(stated, settings.targets, settings.suite) if settings else []
    metafunc.parametrize("recording", keys, ids=map(str, keys), indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Keep what was selected."""
    run = config.stash.get(RUN, None)
    if (
        run is not None
        and names_nothing(config)
        and not any(map(requirement_of, items))
    ):
        del config.stash[RUN]
        forgo(config, run.settings.report_dir, [GATHERER])
    elif run is not None:
        chosen, left = _selected(items, run)
        config.hook.pytest_deselected(items=[item for item in left if key_of(item)])
        items[:] = chosen
    elif any(requirement_of(item) for item in items):
        raise pytest.UsageError(options.NO_TARGET)


def _selected(
    items: list[pytest.Item], run: Run
) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """What is in and what is out; after a mistake nothing is, and nothing is sent."""
    try:
        own.refuse_unread(items, run.settings.suite)
        refuse_unknown_waivers(run.settings.targets, run.settings.suite)
        return select(items, run.settings)
    except pytest.UsageError:
        items.clear()
        raise


def pytest_collection_finish(session: pytest.Session) -> None:
    """Send for what the selected items need, in their order."""
    run = session.config.stash.get(RUN, None)
    if run is not None and not session.config.option.collectonly:
        run.begin([key for item in session.items if (key := key_of(item))])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Say why an item's exchange could not be had."""
    return (yield from _translated(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Report a violated SHOULD or MAY, or a waived MUST, without failing the run."""
    return (yield from _translated(item))


def _translated(item: pytest.Item) -> Generator[None, object, object]:
    try:
        return (yield)
    except Exception as error:
        outcome = outcome_of(item, error)
        if outcome is None:
            raise without_secrets(item, error) from None
        item.stash[OUTCOME] = outcome
        raise_for_pytest(outcome, error)
        return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the outcome on the report, which also crosses processes."""
    if OUTCOME in item.stash:
        call.excinfo = short_traceback(call.excinfo)
    report = yield
    if key_of(item) is None or call.when == "teardown":
        return report
    if call.when == "setup":
        # Later than Allure's own naming, which would win otherwise.
        allure_items.label(item)
    error = call.excinfo.value if call.excinfo else None
    outcome = item.stash.get(OUTCOME, None)
    if outcome is None and error is None and call.when == "call":
        outcome = outcome_of(item, None)
    if outcome is not None:
        allure_items.tell(item, outcome)
        allure_items.forget(item)
        report.relaycert = outcome.as_dict()  # type: ignore[attr-defined]
        # JUnit takes them from the report of the teardown, which reads the item's.
        item.user_properties += properties(item, outcome)
        report.user_properties += properties(item, outcome)
    elif error is not None:
        report.relaycert_defect = defect(item, error)  # type: ignore[attr-defined]
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(
    session: pytest.Session, exitstatus: int
) -> Generator[None, object, object]:
    """Finish recording and report, before anything else can fail at the end."""
    config = session.config
    run = config.stash.get(RUN, None)
    if run is None:
        return (yield)
    if exitstatus == pytest.ExitCode.USAGE_ERROR:
        unfinished.unmark(run.settings.report_dir)
        return (yield)
    signals.end_undisturbed()
    if session.shouldstop or session.shouldfail or _interrupted(exitstatus):
        run.cancel()
    run.end()
    gatherer = config.pluginmanager.get_plugin(GATHERER)
    if isinstance(gatherer, ResultPlugin):
        gatherer.finish(session)
    try:
        return (yield)
    except OSError as error:  # junit.xml on a full disk
        config.stash[TROUBLE] = f"Not everything could be written: {error}"
        return None
    finally:
        sealing.seal(session)


def _interrupted(exitstatus: int) -> bool:
    return exitstatus == pytest.ExitCode.INTERRUPTED
