"""What a thinking model takes of a valid request, and what it refuses by name."""

from collections.abc import Iterable

from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.problem import Problem, ProblemKind, Refused
from conformance.relay.thinking.families import FAMILIES
from conformance.relay.thinking.family import Family, FieldRefusal, ToolRule
from conformance.relay.thinking.signing import DETAILS, is_genuine

EFFORT = "reasoning_effort"
_CAPS = ("max_completion_tokens", "max_tokens")


def accepted(call: Call, fields: Object) -> Object:
    """The fields that have an effect, or a refusal; all of an ordinary model's."""
    family = FAMILIES.get(fields["model"])
    if family is None:
        return fields
    _check_effort(family, fields)
    for name, refusal in family.refused.items():
        if _is_refused(name, refusal, fields):
            text = refusal.says(name, fields[name])
            raise _unsupported(text, name, code=refusal.code)
    _check_format(family, fields.get("response_format", {}))
    _check_tools(family, fields)
    _check_messages(family, family.key(call.dialect.reasoning), fields["messages"])
    effective = {k: v for k, v in fields.items() if k not in family.void}
    _check_cap(family, effective)
    return effective


def effort(family: Family, fields: Object) -> str:
    """The effort of a request, by the name that the family has for it."""
    return family.effort(fields.get(EFFORT, family.default_effort))


def _unsupported(message: str, *at: str | int, code: str = "") -> Refused:
    return Refused(Problem(ProblemKind.INVALID, message, at, code=code))


def _check_effort(family: Family, fields: Object) -> None:
    value = fields.get(EFFORT, family.default_effort)
    if not isinstance(value, str) or not family.effort(value):
        refusal = family.other_effort
        # The value came from the caller and may be anything: shown in part.
        text = refusal.says(EFFORT, str(value)[:80], _listed(family.efforts))
        raise _unsupported(text, EFFORT, code=refusal.code)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _is_refused(name: str, refusal: FieldRefusal, fields: Object) -> bool:
    if name not in fields:
        return False
    if refusal.lifted_by_none and fields.get(EFFORT) == "none":
        return False
    return refusal.default is None or fields[name] != refusal.default


def _check_format(family: Family, form: Object) -> None:
    if form.get("type") == "json_schema" and not family.takes_json_schema:
        raise _unsupported(
            "This response_format type is unavailable now", "response_format"
        )


def _check_tools(family: Family, fields: Object) -> None:
    if not fields.get("tools"):
        return
    forced = fields.get("tool_choice", "auto") not in ("auto", "none")
    if family.tools is ToolRule.UNFORCED and forced:
        raise _unsupported(
            f"{family.model} does not support this tool_choice.", "tool_choice"
        )
    elsewhere = "Please use /v1/responses instead"
    if family.tools is ToolRule.WITHOUT_THINKING and fields.get(EFFORT) != "none":
        raise _no_tools(family, f"{elsewhere}, or set {EFFORT} to 'none'.")
    if family.tools is ToolRule.NEVER:
        raise _no_tools(family, f"{elsewhere}.")


def _no_tools(family: Family, advice: str) -> Refused:
    # The field is named even where the request does not have it.
    message = (
        f"Function tools with {EFFORT} are not supported for {family.model} "
        f"in /v1/chat/completions. {advice}"
    )
    return _unsupported(message, EFFORT)


def _check_messages(family: Family, key: str, messages: list[Object]) -> None:
    for number, message in enumerate(messages):
        if message["role"] == "developer" and not family.takes_developer:
            text = (
                f"messages[{number}].role: unknown variant `developer`, expected one "
                "of `system`, `user`, `assistant`, `tool`"
            )
            raise _unsupported(text, "messages", number, "role")
        missing = message.get("tool_calls") and key not in message
        if missing and family.wants_thoughts_back:
            text = f"The `{key}` of a message with tool calls must be passed back."
            raise _unsupported(text, "messages", number, key)
        signed = message.get(DETAILS) if family.signs else None
        if signed and not is_genuine(signed):
            text = f"Invalid `signature` in `{DETAILS}`: they cannot be modified."
            raise _unsupported(text, "messages", number, DETAILS)


def _check_cap(family: Family, fields: Object) -> None:
    caps = [fields[name] for name in _CAPS if name in fields]
    if caps and min(caps) < family.least_cap:
        message = (
            "Could not finish the message because max_tokens or model output limit "
            "was reached. Please try again with higher max_tokens."
        )
        raise _unsupported(message)
