"""The four dialects as data: base path, statuses, error family, shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from conformance.relay.problem import Kind


class Family(Enum):
    """Who an error body looks like."""

    OPENAI = auto()
    NEW_API = auto()
    FASTAPI = auto()


OPENAI_STATUSES: Mapping[Kind, int] = {
    Kind.CREDENTIAL: 401,
    Kind.FORBIDDEN: 403,
    Kind.NO_ROUTE: 404,
    Kind.METHOD: 405,
    Kind.MALFORMED: 400,
    Kind.INVALID: 400,
    Kind.UNKNOWN_MODEL: 404,
    Kind.NO_RESOURCE: 404,
    Kind.TOO_LONG: 400,
    Kind.TOO_LARGE: 413,
    Kind.INTERNAL: 500,
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one vendor's document spells the common contract."""

    name: str
    base: str = "/v1"
    family: Family = Family.OPENAI
    statuses: Mapping[Kind, int] = field(default_factory=lambda: OPENAI_STATUSES)
    # Keys of the reference answer that this vendor's samples leave out.
    omits: frozenset[str] = frozenset()
    # Temperature of a completion that names none.
    temperature: float = 1.0


_VENDOR_OMITS = frozenset(
    {
        "service_tier",
        "refusal",
        "annotations",
        "prompt_tokens_details",
        "completion_tokens_details",
        "chat.logprobs",
        "chat.system_fingerprint",
    }
)
_NEW_API_STATUSES = {**OPENAI_STATUSES, Kind.UNKNOWN_MODEL: 503}
_FASTAPI_STATUSES = {**OPENAI_STATUSES, Kind.MALFORMED: 422, Kind.INVALID: 422}
_FASTAPI_STATUSES[Kind.TOO_LONG] = 422

DIALECTS: Mapping[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Dialect("openai"),
        Dialect(
            "aitre",
            family=Family.NEW_API,
            statuses=_NEW_API_STATUSES,
            omits=_VENDOR_OMITS,
        ),
        Dialect(
            "modellss",
            family=Family.NEW_API,
            statuses=_NEW_API_STATUSES,
            omits=_VENDOR_OMITS | {"completions.system_fingerprint"},
        ),
        Dialect(
            "vmware-pais",
            base="/api/v1/compatibility/openai/v1",
            family=Family.FASTAPI,
            statuses=_FASTAPI_STATUSES,
            omits=_VENDOR_OMITS
            | {"completions.system_fingerprint", "completions.logprobs"},
            temperature=0.0,
        ),
    )
}
