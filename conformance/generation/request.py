"""One generated request, and what it says of itself in a recording."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.core.exchange import Recording
from conformance.inputs.step import Auth, Step

OBSERVED = "generated"


@dataclass(frozen=True, slots=True)
class Generated:
    """A request; of the refused family with the one statement that it breaks."""

    name: str
    method: str
    path: str
    json: Any = None
    # The text of the body, sent as it is, instead of JSON.
    body: str | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    # The name of its family.
    family: str = ""
    # In words, such as `temperature is at most 2`; empty: it breaks none.
    statement: str = ""
    # The field that the statement is about.
    field: str = ""
    # The kind of refusal that is due: a key of the profile's statuses.
    status: str = "validation"
    # Whether a relay may take the request all the same.
    lenient: bool = False

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

    def observed(self, of: str = "") -> dict[str, Any]:
        """What a recording keeps of it; `of` is the step it was shrunk from."""
        return {
            "family": self.family,
            "statement": self.statement,
            "field": self.field,
            "status": self.status,
            "lenient": self.lenient,
            "of": of,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """What a recording tells of one generated request."""

    family: str = ""
    statement: str = ""
    field: str = ""
    status: str = "validation"
    lenient: bool = False
    # The step that it was shrunk from.
    of: str = ""


def told(recording: Recording, step: str) -> Told:
    """What a recording tells of a step; all empty if it tells nothing."""
    kept = recording.observations.get(OBSERVED, {}).get(step, {})
    known = {name: kept[name] for name in Told.__slots__ if name in kept}
    return Told(**known)
