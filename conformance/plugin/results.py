"""Gathers outcomes where the run is led, reports them, and sets the exit code."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

import pytest
from _pytest.junitxml import xml_key

from conformance import __version__
from conformance.core.causes import Explanations
from conformance.core.exceptions import LossReason
from conformance.core.target_verdict import Scope, TargetVerdict
from conformance.core.verdict import ExitCode, Outcome, worst_end
from conformance.formats.escape import visible
from conformance.inputs.target import Target
from conformance.inputs.waiver import Waiver, target_verdict
from conformance.plugin.collection import every_item
from conformance.plugin.counterexamples import write as write_found
from conformance.plugin.outcomes import never_judged
from conformance.plugin.run import Run
from conformance.reporting import report
from conformance.reporting.allure import causes as allure_causes
from conformance.reporting.allure import context as allure_context
from conformance.reporting.catalogue import Catalogue, is_apart
from conformance.reporting.document import Report
from conformance.reporting.report import JudgedTarget
from conformance.reporting.usage import usage_of

REPORT = pytest.StashKey[Report]()
TROUBLE = pytest.StashKey[str]()  # why the report could not be written
EXIT = pytest.StashKey[ExitCode]()


@dataclass(slots=True, eq=False)
class ResultPlugin:
    """Listens to the items of a run; pytest-xdist's workers have none."""

    config: pytest.Config
    run: Run
    outcomes: list[Outcome] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    interrupted: bool = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the outcome, or the defect, that a report carries."""
        if hasattr(report, "relaycert"):
            self.outcomes.append(Outcome.from_dict(report.relaycert))
        if hasattr(report, "relaycert_defect"):
            self.defects.append(report.relaycert_defect)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file of the suite that cannot be imported is a defect."""
        if report.failed:
            self.defects.append(f"{report.nodeid}: {report.longreprtext}")

    def pytest_internalerror(
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> None:
        """An error that no item can be blamed for is a defect."""
        self.defects.append(f"{excinfo.typename}: {str(excinfo.value)[-2000:]}")

    def pytest_keyboard_interrupt(self) -> None:
        """Remember that not everything was looked at."""
        self.interrupted = True

    def finish(self, session: pytest.Session) -> None:
        """Add up, write the report, and say how the run ended."""
        suite = self.run.settings.suite
        catalogue = Catalogue.of(suite)
        judged = self._judged(session, catalogue.explanations)
        code = self._exit_code(judged)
        content = report.build(self._header(code, catalogue), judged, catalogue)
        self.config.stash[REPORT] = content
        self._tell_junit(content)
        try:
            for target in self.run.settings.targets:
                store = self.run.store(target)
                write_found(target, store, self.run.settings.report_dir, suite)
            report.write(content, self.run.settings.report_dir, self.run.bundle)
            if folder := self.config.option.allure_report_dir:
                allure_context.write(content, Path(folder))
                allure_causes.label(content, Path(folder))
        except pytest.UsageError as error:
            self.config.stash[TROUBLE] = str(error)
            code = worst_end((code, ExitCode.INCOMPLETE))
        self.config.stash[EXIT] = code
        session.exitstatus = code

    def _tell_junit(self, content: Report) -> None:
        """Say in JUnit's file, too, what each target came to."""
        junit = self.config.stash.get(xml_key, None)
        if junit is None:
            return
        # In an order that judging again keeps.
        for target in sorted(content["targets"], key=itemgetter("name")):
            name = f"verdict on {visible(target['name'])}"
            junit.add_global_property(name, target["conclusion"])
            for cause in target.get("causes", ()):
                below = ", ".join(fold["requirement"] for fold in cause["folded"])
                name = f"cause on {visible(target['name'])}: {cause['requirement']}"
                junit.add_global_property(name, f"explains {below or 'nothing else'}")

    def _header(self, code: ExitCode, catalogue: Catalogue) -> report.Header:
        settings, started = self.run.settings, self.run.started
        return report.Header(
            version=__version__,
            digest=catalogue.digest,
            id=f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}",
            started=started,
            finished=datetime.now(UTC),
            mode="replay" if settings.replays else "live",
            exit_code=code,
            seed=settings.seed,
            selection=settings.select,
            level=settings.level,
            budgets=settings.budgets,
            defects=tuple(map(self._clean, self.defects)),
        )

    def _clean(self, text: str) -> str:
        """What went wrong with us, without the secrets of any target."""
        for target in self.run.settings.targets:
            text = self.run.redacted(text, target)
        return text

    def _judged(
        self, session: pytest.Session, explanations: Explanations
    ) -> list[JudgedTarget]:
        outcomes = [*self.outcomes, *self._missing(session)]
        return [
            self._judged_target(
                target, [o for o in outcomes if o.target == target.name], explanations
            )
            for target in self.run.settings.targets
        ]

    def _judged_target(
        self, target: Target, outcomes: list[Outcome], explanations: Explanations
    ) -> JudgedTarget:
        """A target with what its contract came to, and what its owner adds."""
        suite, run = self.run.settings.suite, self.run
        apart = {
            entry.id
            for folder in suite.own
            for entry in folder.entries
            if is_apart(entry.requirement, target.profile)
        }
        contract = [o for o in outcomes if o.requirement not in apart]
        own = [o for o in outcomes if o.requirement in apart]
        of_own = [w for w in target.waivers if w.requirement in apart]
        others = [w for w in target.waivers if w.requirement not in apart]
        day = run.started.date()
        return JudgedTarget(
            target,
            self._verdict(target, contract, others, explanations),
            usage_of(target, run.store(target), suite),
            run.manners(target),
            target_verdict(own, of_own, day) if own else None,
        )

    def _verdict(
        self,
        target: Target,
        outcomes: list[Outcome],
        waivers: Sequence[Waiver],
        explanations: Explanations,
    ) -> TargetVerdict:
        """What the outcomes on a contract come to, and of how much they are."""
        seen = {(o.requirement, o.case) for o in outcomes}
        every = every_item(target, self.run.settings.suite)
        scope = Scope(len({id for id, _ in every | seen}), not every <= seen)
        day = self.run.started.date()
        return target_verdict(outcomes, waivers, day, scope, explanations)

    def _missing(self, session: pytest.Session) -> list[Outcome]:
        """The selected items that the run did not reach."""
        if self.interrupted and not self.run.sources:
            return []  # what was selected is not known yet
        seen = {(o.target, o.requirement, o.case) for o in self.outcomes}
        reason = LossReason.INTERRUPTED if self.interrupted else LossReason.NOT_REACHED
        outcomes = [never_judged(item, reason) for item in session.items]
        return [
            o for o in outcomes if o and (o.target, o.requirement, o.case) not in seen
        ]

    def _exit_code(self, judged: Sequence[JudgedTarget]) -> ExitCode:
        if any(outcome.loss is LossReason.SLIP for outcome in self.outcomes):
            return ExitCode.USAGE
        codes = [one.exit_code for one in judged]
        if self.defects:
            codes.append(ExitCode.DEFECT)
        if self.interrupted:
            codes.append(ExitCode.INCOMPLETE)
        return worst_end(codes)
