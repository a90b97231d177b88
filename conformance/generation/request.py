"""One generated request, and the purpose that a recording keeps of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.core.exchange import Recording
from conformance.inputs.step import Auth, Step

OBSERVED = "generated"
# Bytes of a stream that show whether a request was taken.
_BEGINNING = 2000


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a generated request is to show: of which family, and what it breaks."""

    # The name of its family.
    family: str = ""
    # The statement in words, such as `temperature is at most 2`; empty: it breaks none.
    statement: str = ""
    # The field that the statement is about.
    field: str = ""
    # The kind of refusal that is due: a key of the profile's statuses.
    status: str = "validation"
    # Whether a relay may take the request all the same.
    lenient: bool = False
    # Whether no client sends such a body.
    unsent: bool = False
    # The step that it was shrunk from.
    of: str = ""


NO_PURPOSE = Purpose()


@dataclass(frozen=True, slots=True)
class Generated:
    """A request that was drawn, and its purpose."""

    name: str
    method: str
    path: str
    json: Any = None
    # The text of the body, sent as it is, instead of JSON.
    body: str | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    purpose: Purpose = NO_PURPOSE

    @property
    def step(self) -> Step:
        """The request as a step of a case."""
        return Step(
            name=self.name,
            method=self.method,
            path=self.path,
            json=self.json,
            body=self.body,
            headers=self.headers,
            auth=Auth.KEY,
            close_after=_BEGINNING if is_endless(self.json) else 0,
        )

    @property
    def tokens(self) -> int:
        """The completion tokens that this request asks for at most."""
        return self.step.tokens

    @property
    def size(self) -> int:
        """The bytes of the body."""
        text = json.dumps(self.json) if self.body is None else self.body
        return len(text.encode("utf-8", "surrogatepass"))


def is_endless(body: Any) -> bool:
    """Whether a request asks for a stream that a lenient relay may never end."""
    if not isinstance(body, dict) or body.get("stream") is not True:
        return False
    cap = body.get("max_tokens")
    return isinstance(cap, int) and cap < 0


def purpose_of(recording: Recording, step: str) -> Purpose:
    """The purpose that a recording keeps of a step; all empty if it keeps none."""
    kept = recording.observations.get(OBSERVED, {}).get(step, {})
    known = {name: kept[name] for name in Purpose.__slots__ if name in kept}
    return Purpose(**known)
