"""What sets one family of thinking models apart from others, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from conformance.relay.json_text import Json

_PARAMETER = "Unsupported parameter: '{field}' is not supported with this model."
_VALUE = (
    "Unsupported value: '{field}' does not support {value} with this model. "
    "Only the default ({default}) value is supported."
)


class ThoughtsPlace(Enum):
    """Where an answer shows the text of the thinking."""

    NOWHERE = ""
    # Keys of the message and of the delta.
    REASONING_CONTENT = "reasoning_content"
    REASONING = "reasoning"
    # Between tags, before the answer itself.
    CONTENT = "content"


class ToolRule(Enum):
    """When a family takes tools."""

    ALWAYS = "always"
    # Only where the model may decide whether to call one.
    UNFORCED = "unforced"
    # Only with the effort `none`, and it has to be said.
    WITHOUT_THINKING = "without thinking"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class FieldRefusal:
    """How a family refuses a field of the request."""

    # Empty: the refusal has no code.
    code: str
    # May name `{field}`, `{value}` and `{default}`, and for an effort `{values}`.
    message: str
    # The value that is taken all the same.
    default: Json = None
    # Whether the effort `none` lifts the refusal.
    lifted_by_none: bool = False

    def says(self, field: str, value: Json, values: str = "") -> str:
        """The message about a field with this value, which is not one of `values`."""
        return self.message.format(
            field=field, value=value, default=self.default, values=values
        )


def no_field(*, lifted_by_none: bool = False, default: Json = None) -> FieldRefusal:
    """The refusal of a field that the model does not know."""
    return FieldRefusal("unsupported_parameter", _PARAMETER, default, lifted_by_none)


def only(default: Json, *, lifted_by_none: bool = False) -> FieldRefusal:
    """The refusal of every value but the default."""
    return FieldRefusal("unsupported_value", _VALUE, default, lifted_by_none)


def instead(successor: str) -> FieldRefusal:
    """The refusal of a field that another one replaces."""
    text = f"{_PARAMETER} Use '{successor}' instead."
    return FieldRefusal("unsupported_parameter", text)


OTHER_EFFORT = FieldRefusal(
    "unsupported_value",
    "Unsupported value: '{field}' does not support '{value}' with this model. "
    "Supported values are: {values}.",
)


@dataclass(frozen=True, slots=True)
class Family:
    """One family of thinking models, for which one model of the relay stands."""

    model: str
    # The tokens that a model thinks before each answer, by effort, lowest first.
    efforts: Mapping[str, int]
    default_effort: str
    # Efforts that are read as another; None: efforts that are not listed are refused.
    effort_names: Mapping[str, str] | None = None
    other_effort: FieldRefusal = OTHER_EFFORT
    # In the order in which they are looked at: a refusal names one field.
    refused: Mapping[str, FieldRefusal] = field(default_factory=dict)
    # Fields that are taken and have no effect.
    void: frozenset[str] = frozenset()
    tools: ToolRule = ToolRule.ALWAYS
    takes_developer: bool = True
    takes_json_schema: bool = True
    place: ThoughtsPlace = ThoughtsPlace.NOWHERE
    # Whether the thoughts are shown in signed parts as well, and refused if changed.
    signs: bool = False
    # Whether an assistant message with tool calls has to bring its thoughts back.
    wants_thoughts_back: bool = False
    # Smaller caps are refused, for no token of the answer would fit.
    least_cap: int = 1
    # The content of an answer that ends before its first token.
    empty: str | None = ""

    def key(self, named: str) -> str:
        """The key of a message that shows thoughts; empty where none does.

        `named` is what a contract calls it, if it says so.
        """
        if self.place in (ThoughtsPlace.NOWHERE, ThoughtsPlace.CONTENT):
            return ""
        return named or self.place.value

    def effort(self, name: str) -> str:
        """The effort that is meant by a name; empty where there is none."""
        if name in self.efforts:
            return name
        names = self.effort_names
        return "" if names is None else names.get(name, self.default_effort)
