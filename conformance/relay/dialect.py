"""The four dialects as data: base path, statuses, error family, shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from conformance.relay.problem import ProblemKind


class EnvelopeStyle(Enum):
    """The form of error bodies."""

    OPENAI = auto()
    NEW_API = auto()
    FASTAPI = auto()


OPENAI_STATUSES: Mapping[ProblemKind, int] = {
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


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where one vendor's contract differs from the others: paths, statuses, errors.

    Bodies and routes are those that go with the name.
    """

    name: str
    base: str = "/v1"
    family: EnvelopeStyle = EnvelopeStyle.OPENAI
    statuses: Mapping[ProblemKind, int] = field(default_factory=lambda: OPENAI_STATUSES)
    # Keys of the reference answer that this vendor's samples leave out.
    omits: frozenset[str] = frozenset()
    # Temperature of a completion that names none.
    temperature: float = 1.0
    # Fields that are refused, by endpoint.
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Models that are offered besides, and the one that each stands for.
    models: Mapping[str, str] = field(default_factory=dict)


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
_NEW_API_STATUSES = {**OPENAI_STATUSES, ProblemKind.UNKNOWN_MODEL: 503}
_FASTAPI_STATUSES = {
    **OPENAI_STATUSES,
    ProblemKind.MALFORMED: 422,
    ProblemKind.INVALID: 422,
}
_FASTAPI_STATUSES[ProblemKind.TOO_LONG] = 422

DIALECTS: Mapping[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Dialect("openai"),
        Dialect(
            "aitre",
            family=EnvelopeStyle.NEW_API,
            statuses=_NEW_API_STATUSES,
            omits=_VENDOR_OMITS,
        ),
        Dialect(
            "modellss",
            family=EnvelopeStyle.NEW_API,
            statuses=_NEW_API_STATUSES,
            omits=_VENDOR_OMITS | {"completions.system_fingerprint"},
        ),
        Dialect(
            "vmware-pais",
            base="/api/v1/compatibility/openai/v1",
            family=EnvelopeStyle.FASTAPI,
            statuses=_FASTAPI_STATUSES,
            omits=_VENDOR_OMITS
            | {"completions.system_fingerprint", "completions.logprobs"},
            temperature=0.0,
        ),
    )
}
