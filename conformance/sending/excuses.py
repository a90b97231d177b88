"""Says of refusals, in a recording, why they are no violation of the target."""

from collections.abc import Mapping
from dataclasses import replace

from conformance.core.exchange import Exchange, Recording
from conformance.core.refusal import is_refused, named_fields, other_endpoint
from conformance.inputs.case import Case, Expects
from conformance.inputs.manner import Manner, Wish
from conformance.inputs.target import BARE, Target
from conformance.sending.as_documented import as_documented
from conformance.sending.manners import asks_in_manner, manner_of_case
from conformance.sending.models import Get
from conformance.sending.tool_trials import CHOICE


def with_excuses(
    case: Case, target: Target, recording: Recording, get: Get
) -> Recording:
    """The recording as documented, in which refusals that are no violation say why.

    A model that thinks may refuse, by name, fields that only ordinary models take, and
    may take a cap without effect where it is asked with the other one. A cap that its
    thinking uses up may be refused as well as the answer may be empty. And a model
    that is named for all texts may be served by another endpoint only.
    """
    recording = as_documented(recording, target.profile)
    if case.expects is not Expects.SUCCESS:
        return recording
    if BARE in target.models:
        recording = _sent_elsewhere(case, target, recording)
    if not asks_in_manner(case):
        return recording
    manner = manner_of_case(case, target, get)
    if not manner.restricted:
        return recording
    wishes = {step.name: step.answer for step in case.steps if step.answer}
    exchanges = tuple(
        replace(
            exchange,
            excuse=exchange.excuse or _excuse(exchange, manner, wishes),
            thinks=manner.thinks,
        )
        for exchange in recording
    )
    return replace(recording, exchanges=exchanges)


def _excuse(exchange: Exchange, manner: Manner, wishes: Mapping[str, Wish]) -> str:
    if is_refused(exchange):
        wish = wishes.get(exchange.step)
        return _excuse_of_refusal(exchange, manner, exact=bool(wish and wish.exact))
    caps = {wish.cap for wish in wishes.values()} - {"", manner.cap}
    return f"the model is asked with {manner.cap}" if caps else ""


def _excuse_of_refusal(exchange: Exchange, manner: Manner, *, exact: bool) -> str:
    """Why a model that thinks may refuse a request; empty if it may not.

    By a field's name; or, without any, where thinking may use up an exact cap.
    """
    sent, named = exchange.request.fields, named_fields(exchange)
    forced = sent.get(CHOICE) not in (None, "auto", "none")
    known = [CHOICE] if forced and CHOICE in manner.refused else []
    if name := manner.may_refuse((*named, *known)):
        takes = "does not take" if name in sent else "refuses what lacks its"
        return f"the model, which thinks, {takes} {name}"
    spent = exact and manner.thinks and not named
    return "the cap may leave a model that thinks no room for an answer" * spent


def _sent_elsewhere(case: Case, target: Target, recording: Recording) -> Recording:
    """The recording; what sends a model to another endpoint is excused."""
    kinds = [kind for kind in case.models if kind not in target.models]
    if not kinds:
        return recording
    advice = f"name another with --model {kinds[0]}=…"
    exchanges = tuple(
        replace(exchange, excuse=f"the model is served by {endpoint}; {advice}")
        if is_refused(exchange) and (endpoint := other_endpoint(exchange))
        else exchange
        for exchange in recording
    )
    return replace(recording, exchanges=exchanges)
