"""Which cases a contract lets be sent: what they hang on, and what they carry."""

from collections.abc import Mapping
from typing import Any

from conformance.inputs.case import Case, Expects
from conformance.inputs.manner import CAPS
from conformance.inputs.profile import Profile
from conformance.inputs.routes import route_of
from conformance.inputs.step import Step


def admits(profile: Profile, case: Case) -> bool:
    """Whether a contract knows a case, and expects of its requests what it expects."""
    if not all(need in profile.knows for need in case.needs):
        return False
    if not case.when.holds(profile):
        return False
    if case.unless and case.unless.holds(profile):
        return False
    if not profile.key_forms[1:] and any(step.in_other_forms for step in case.steps):
        return False
    match case.expects:
        case Expects.REFUSAL:
            return _is_broken(profile, case)
        case Expects.EITHER:
            return all(profile.allows(route, sent) for route, sent in _sent(case))
        case Expects.SUCCESS:
            return all(_is_taken(profile, route, sent) for route, sent in _sent(case))


def is_void(profile: Profile, case: Case, field: str) -> bool:
    """Whether a case sends a field to a route that gives it no effect."""
    # Who wants a cap leaves it to the model's manner which field that is.
    return any(
        field in profile.void(route) and (field in sent or field in CAPS)
        for route, sent in _sent(case)
    )


def _is_taken(profile: Profile, route: str, sent: Mapping[str, Any]) -> bool:
    """Whether a request has all fields that it needs, and no others than there are."""
    sent = profile.completed(route, sent)
    needed = set(profile.needed(route)) <= sent.keys()
    named = all(profile.names(route, field) for field in sent)
    within = all(profile.bound(route, f).allows(value) for f, value in sent.items())
    listed = profile.has_values(route, sent)
    return needed and named and within and listed and profile.allows(route, sent)


def _is_broken(profile: Profile, case: Case) -> bool:
    """Whether what a case leaves out or holds is refused by this contract, too."""
    sent, field = [*_sent(case)][-1:], case.about
    if not (field and sent and sent[0][0]):
        return True
    route, fields = sent[0]
    if field not in fields:
        return field in profile.needed(route) and field not in profile.sent.get(
            route, {}
        )
    bound = profile.bound(route, field)
    return not bound or bound.excludes(fields[field])


def _sent(case: Case) -> list[tuple[str, Mapping[str, Any]]]:
    """The route of each request that is made of fields, and these fields."""
    return [
        (route_of(step.path), fields)
        for step in case.steps
        if not step.odd and (fields := _fields(step)) is not None
    ]


def _fields(step: Step) -> Mapping[str, Any] | None:
    if step.form is not None:
        # Several parts of one name are one field.
        return {name.removesuffix("[]"): part for name, part in step.form.items()}
    return step.json if isinstance(step.json, dict) and step.body is None else None
