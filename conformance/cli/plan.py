"""What a run would send, worked out without sending anything."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from conformance.cli.costs import Costs, total, unit_of
from conformance.inputs.case import Case, Expects
from conformance.inputs.endpoint import Endpoint, Unit
from conformance.inputs.manner import THINKING, Manner
from conformance.inputs.prompt_size import prompt_tokens
from conformance.inputs.step import Step
from conformance.inputs.stimulus import (
    ClientJourney,
    GeneratedRequests,
    MannerTrials,
    WrittenSteps,
)
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.applicability import is_sent
from conformance.sending.manners import (
    CHAT,
    MANNER,
    manner_stated,
    needs_manner,
    planned_trials,
)
from conformance.sending.models import model_choice
from conformance.sending.scheduler import schedule


@dataclass(frozen=True)
class Plan:
    """The requests of a run on one target, and what they cost at most."""

    target: Target
    requirements: int
    cases: tuple[Case, ...]
    endpoints: tuple[Endpoint, ...]
    # The same if the chat model thinks; None: the target's file says how it is asked.
    thinking: "Plan | None" = None
    # Of the requirements, those that its owner states.
    own: tuple[str, ...] = ()

    @property
    def manner(self) -> Manner:
        """How the chat model is asked."""
        return manner_stated(self.target)

    @property
    def exchanges(self) -> int:
        """How many requests are sent if every capability is offered."""
        return len(self.steps)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The requests, in the order of their cases; what fails is sent again."""
        return tuple(step for case in self.cases for step in self._by_case[case.name])

    @cached_property
    def _by_case(self) -> dict[str, tuple[Step, ...]]:
        """The requests of each case; to draw those that are generated takes a while."""
        return {case.name: tuple(self._steps(case)) for case in self.cases}

    def _steps(self, case: Case) -> Iterable[Step]:
        target, offered = self.target, frozenset(self.target.profile.knows)
        match case.stimulus:
            case WrittenSteps() as written:
                return target.steps(written)
            case ClientJourney() as journey:
                from conformance.sending.sdk_client import journey_steps

                kinds = {kind: kind for kind in (journey.model, "embeddings")}
                steps = journey_steps(target, kinds, offered)
                return (self._recapped(step, journey.model) for step in steps)
            case GeneratedRequests() as requests:
                # Importing what draws takes a while.
                from conformance.sending.generated import drawn

                drawing = drawn(case, requests, target, requests.model, offered)
                return (self._recapped(r.step, requests.model) for r in drawing)
            case MannerTrials():
                return planned_trials(case, target)

    def _recapped(self, step: Step, kind: str) -> Step:
        """A step that no wish spells, with the room that its cap is given."""
        if kind != CHAT or not isinstance(step.json, dict):
            return step
        return replace(step, json=self.manner.recapped(step.json))

    @property
    def prompt_tokens(self) -> int:
        """The prompt tokens, about; what is or may be refused is not paid."""
        refused = Expects.REFUSAL
        return self._prompt_tokens(
            case
            for case in self.cases
            # One that breaks a field is refused, or rarely answered.
            if case.expects is not refused and not case.about
        )

    def _prompt_tokens(self, cases: Iterable[Case]) -> int:
        return sum(
            prompt_tokens(step.sent_in(self.manner))
            for case in cases
            for step in self._by_case[case.name]
            if unit_of(step, self.endpoints) is Unit.TOKENS
        )

    @property
    def completion_tokens(self) -> int:
        """The completion tokens asked for at most."""
        return sum(step.tokens_in(self.manner) for step in self.steps)

    @property
    def costs(self) -> Costs:
        """What is counted besides tokens, at most."""
        return total(self.steps, self.endpoints)

    @property
    def money(self) -> float | None:
        """The price at most, in the currency of the target's prices; None: unknown."""
        prices = self.target.prices
        if not prices:
            return None
        # A lenient target may answer, and charge, what another refuses.
        paid = self._prompt_tokens(self.cases) * prices.get("input", 0.0)
        paid += self.completion_tokens * prices.get("output", 0.0)
        return paid / 1e6 + self.costs.money(prices)

    @property
    def models(self) -> dict[str, str]:
        """Which model each kind of request names, in words."""
        kinds = sorted({kind for case in self.cases for kind in case.models})
        return {kind: model_choice(kind, self.target) for kind in kinds}


def plan(target: Target, names: Iterable[str], requirements: int, suite: Suite) -> Plan:
    """The plan for these cases on a target."""
    listed = list(names)
    planned = _planned(target, listed, requirements, suite)
    if not any(needs_manner(case, target) for case in planned.cases):
        return planned
    manners = {**target.manners, CHAT: THINKING}
    other = replace(target, manners=manners)
    thinking = _planned(other, [*listed, MANNER], requirements, suite)
    return replace(planned, thinking=thinking)


def _planned(
    target: Target, names: Iterable[str], requirements: int, suite: Suite
) -> Plan:
    order = schedule(names, target, suite)
    sent = tuple(case for case in order if is_sent(case, target, suite))
    return Plan(target, requirements, sent, tuple(suite.endpoints.values()))


def print_plans(plans: Iterable[Plan]) -> None:
    """Print what would be sent, target by target, and in total."""
    console = Console(highlight=False)
    every = list(plans)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("target")
    for name in (
        "requirements",
        "requests",
        "prompt tokens",
        "tokens at most",
        "money",
    ):
        table.add_column(name, justify="right")
    for estimate in every:
        table.add_row(
            escape(estimate.target.name),
            str(estimate.requirements),
            str(estimate.exchanges),
            f"~{estimate.prompt_tokens}",
            str(estimate.completion_tokens),
            "-" if estimate.money is None else f"{estimate.money:.4f}",
        )
    console.print(table)
    for estimate in every:
        chosen = ", ".join(
            f"{kind}: {model}" for kind, model in estimate.models.items()
        )
        console.print(
            f"{escape(estimate.target.name)}: {escape(chosen)}", soft_wrap=True
        )
    for estimate in (estimate for estimate in every if estimate.own):
        ids = ", ".join(estimate.own)
        console.print(
            f"{escape(estimate.target.name)}, own requirements among them: {ids}",
            soft_wrap=True,
        )
    for estimate in every:
        if estimate.thinking is not None:
            console.print(_if_it_thinks(estimate, estimate.thinking), soft_wrap=True)
    for estimate in every:
        if str(estimate.costs):
            name = escape(estimate.target.name)
            console.print(f"{name}, besides tokens: {estimate.costs}", soft_wrap=True)
    console.print(
        "Nothing was sent. Money is an upper bound, by the target file's prices."
    )


def _if_it_thinks(estimate: Plan, thinking: Plan) -> str:
    """What becomes of a plan where the model thinks before it answers."""
    money = "" if thinking.money is None else f", {thinking.money:.4f} in money"
    return (
        f"{escape(estimate.target.name)}, if its chat model thinks: "
        f"{thinking.exchanges} requests, ~{thinking.prompt_tokens} prompt tokens, "
        f"{thinking.completion_tokens} tokens at most{money}"
    )
