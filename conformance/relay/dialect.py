"""A contract as the relay keeps it: plain data, made of a profile by its owner."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.relay.json_text import Json, Object
from conformance.relay.problem import ProblemKind

# The contract that all others are told apart from.
REFERENCE = "openai"

STATUSES: Mapping[ProblemKind, int] = {
    ProblemKind.NO_CREDENTIAL: 401,
    ProblemKind.CREDENTIAL: 401,
    ProblemKind.FORBIDDEN: 403,
    ProblemKind.NO_ROUTE: 404,
    ProblemKind.METHOD: 405,
    ProblemKind.MALFORMED: 400,
    ProblemKind.INVALID: 400,
    ProblemKind.UNKNOWN_MODEL: 404,
    ProblemKind.NO_RESOURCE: 404,
    ProblemKind.TOO_LONG: 400,
    ProblemKind.TOO_LARGE: 413,
    ProblemKind.INTERNAL: 500,
}
_TEXT: Object = {"type": ["string", "null"]}
# A refusal as the reference has it.
ERROR: Object = {
    "properties": {
        "error": {
            "type": "object",
            "properties": dict.fromkeys(("message", "type", "param", "code"), _TEXT),
        }
    },
}
# A model as the reference has it, in a list and by itself.
MODEL: Object = {
    "properties": {key: {} for key in ("id", "object", "created", "owned_by")},
}


@dataclass(frozen=True, slots=True)
class Bound:
    """What the values of a field, or its lengths, are held between."""

    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class FieldRules:
    """How one endpoint treats its fields, where it is not as the reference."""

    # The fields that have an effect; None: all of the reference.
    known: frozenset[str] | None = None
    # Fields that are required; None: those of the reference.
    required: tuple[str, ...] | None = None
    refused: tuple[str, ...] = ()
    # Fields that are taken and have no effect.
    void: frozenset[str] = frozenset()
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    # The JSON types that a field may have, and the values of one that names some.
    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, tuple[Json, ...]] = field(default_factory=dict)
    # What stands for a field that is left out.
    defaults: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """A header that may hold the key, in lower case, and the word before the key."""

    header: str = "authorization"
    scheme: str = "Bearer"


@dataclass(frozen=True, slots=True)
class SentHeader:
    """A header of answers: its name in lower case, and which answers have it."""

    name: str
    value: str
    on_success: bool = True
    on_refusal: bool = True
    # The first segments of the paths of its routes; none: all.
    routes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StreamForm:
    """Where the streams of a contract part from the reference's."""

    # In which chunk usage stands: `own-chunk`, `last-chunk`, `last-event`, …
    usage: str = "own-chunk"
    # Whether it comes unasked.
    unasked: bool = False
    # Whether comments, a first event without choices, and events whose choice has no
    # delta come among the chunks.
    comments: bool = False
    preamble: bool = False
    annotations: bool = False
    # Whether a choice ends in the chunk with its last text.
    finish_with_content: bool = False


# Compared by identity: what is made of one is kept for as long as it is served.
@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """One contract: paths, statuses, bodies, fields and models.

    Without arguments it is the reference contract with everything that there is.
    """

    name: str = REFERENCE
    base: str = "/v1"
    # Capabilities whose routes are there; None: all.
    offers: frozenset[str] | None = None
    statuses: Mapping[ProblemKind, int] = field(default_factory=lambda: STATUSES)
    # The schemas of the bodies of refusals.
    envelopes: Mapping[ProblemKind, Object] = field(
        default_factory=lambda: dict.fromkeys(STATUSES, ERROR)
    )
    # Keys that answers leave out, as `key` or, of one endpoint, `endpoint.key`.
    omits: frozenset[str] = frozenset()
    # Counts of usage that together make up the tokens of a chat's prompt.
    prompt_parts: tuple[str, ...] = ()
    # How requests are read, by endpoint.
    fields: Mapping[str, FieldRules] = field(default_factory=dict)
    # Models that are offered besides, and the one that each stands for.
    models: Mapping[str, str] = field(default_factory=dict)
    # Where a key may stand; the first path segments of routes that need none; whether
    # none does.
    keys: tuple[KeyPlace, ...] = (KeyPlace(),)
    public: frozenset[str] = frozenset()
    keyless: bool = False
    # Headers of answers that the reference's do not have.
    headers: tuple[SentHeader, ...] = ()
    stream: StreamForm = StreamForm()
    # The key of messages and deltas under which reasoning shows; empty: each model's.
    reasoning: str = ""
    # What the code of an error is: a word for its kind, the number of its `status`, or
    # an `integer`.
    code: str = ""
    # The schemas of the list of models, and of one in it.
    listing: Object = field(default_factory=lambda: {"properties": {"object": {}}})
    model: Object = field(default_factory=lambda: MODEL)

    def rules(self, endpoint: str) -> FieldRules:
        """How an endpoint treats its fields."""
        return self.fields.get(endpoint, FieldRules())

    def has(self, capability: str) -> bool:
        """Whether a capability is offered; the empty one always is."""
        return not capability or self.offers is None or capability in self.offers


DIALECTS: Mapping[str, Dialect] = {REFERENCE: Dialect()}
