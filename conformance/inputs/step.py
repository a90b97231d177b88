"""Steps: the single requests of a case."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from conformance.formats.template import places
from conformance.inputs.manner import ORDINARY, Manner, Wish

# What an uncapped answer is reckoned with in `plan`; models rarely write more
# to the short prompts of the examples that state no cap.
UNCAPPED = 64


# Stands in a body that is sent as it is for the fields that spell the step's wish.
WISH = "${wish}"


class Auth(StrEnum):
    """Which credentials a request carries."""

    KEY = "key"
    NONE = "none"
    EMPTY = "empty"
    WRONG = "wrong"
    SECOND = "second"
    # In the other forms that the contract documents for a key, each in turn.
    OTHER = "other-form"
    OTHER_WRONG = "other-form-wrong"


@dataclass(frozen=True, slots=True)
class Poll:
    """What a step waits for: a value of its JSON answer, and what it may become."""

    # Dotted, with numbers for the places in lists.
    at: str
    until: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a case, with its places unfilled."""

    name: str
    method: str
    path: str
    json: Any
    body: str | None
    headers: Mapping[str, str | None]
    auth: Auth
    # What it wants of the answer; the sender spells it as the model takes it.
    answer: Wish | None = None
    # The fields of a multipart body: texts, files of the suite, or lists of them.
    form: Mapping[str, Any] | None = None
    # The request is sent again until this holds.
    poll: Poll | None = None
    # Bytes of the body after which the client hangs up; 0: it reads to the end.
    close_after: int = 0
    # Which of the contract's other forms of a key it has.
    key_form: int = 0
    # Whether it may be refused, whatever the case expects.
    odd: bool = False

    @property
    def in_other_forms(self) -> bool:
        """Whether it is sent once in each other form of a key."""
        return self.auth in (Auth.OTHER, Auth.OTHER_WRONG)

    @property
    def shows_key(self) -> bool:
        """Whether the request carries the target's key."""
        own = any(name.lower() == "authorization" for name in self.headers)
        return self.auth is Auth.KEY and not own

    @property
    def asks(self) -> str:
        """The kind of model whose manner it is spelled in; empty: an ordinary one's."""
        return self.kind if self.answer is not None else ""

    @property
    def kind(self) -> str:
        """The kind of model that it names; empty if it names none of the target's."""
        named = self.json.get("model") if isinstance(self.json, dict) else self.body
        kinds = [place for place in places(named) if place.startswith("models.")]
        return kinds[0].removeprefix("models.") if kinds else ""

    def spelled(self, manner: Manner) -> Any:
        """The JSON of the request, with what it wants spelled in a manner."""
        if not isinstance(self.json, dict):
            return self.json
        return manner.spelled(self.json, self.answer)

    def written(self, manner: Manner) -> str:
        """The body that is sent as it is, with what it wants spelled in a manner."""
        wish = manner.text_of(self.answer) if self.answer else ""
        return (self.body or "").replace(WISH, wish)

    def sent_in(self, manner: Manner) -> Any:
        """The JSON that is sent, however the step states it; None if it is not JSON."""
        if self.body is None:
            return self.spelled(manner)
        return _parsed(self.written(manner))

    @property
    def tokens(self) -> int:
        """The completion tokens that it asks an ordinary model for at most."""
        return self.tokens_in(ORDINARY)

    def tokens_in(self, manner: Manner) -> int:
        """The completion tokens that this request asks for at most, in a manner."""
        sent = self.sent_in(manner)
        if not isinstance(sent, dict) or not self.path.endswith("/completions"):
            return 0
        if not {"messages", "prompt"} & sent.keys():
            return 0
        caps = (sent.get("max_completion_tokens"), sent.get("max_tokens"))
        # A negative cap is one that a lenient target may read as none.
        uncapped = UNCAPPED + manner.room
        cap = next((c for c in caps if isinstance(c, int) and c >= 0), uncapped)
        copies = max(_whole(sent.get("n")), _whole(sent.get("best_of")))
        return cap * max(copies, 1) * _prompts(sent.get("prompt"))


def step_of(raw: Mapping[str, Any]) -> Step:
    """The step that the data of a case describe."""
    request = raw["request"]
    return Step(
        name=raw["name"],
        method=request["method"],
        path=request["path"],
        json=request.get("json"),
        body=request.get("body"),
        headers=MappingProxyType(request.get("headers", {})),
        auth=Auth(request.get("auth", "key")),
        answer=wish_of(request.get("answer")),
        form=request.get("form"),
        poll=_poll(raw.get("poll")),
        close_after=raw.get("close_after", 0),
        odd=raw.get("odd", False),
    )


def _parsed(body: str) -> Any:
    """The JSON of a body that is sent as it is; None if it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def wish_of(raw: Mapping[str, Any] | None) -> Wish | None:
    """The wish that the data of a request state, if they state one."""
    return Wish(**raw) if raw else None


def _poll(raw: dict[str, Any] | None) -> Poll | None:
    return Poll(raw["at"], tuple(raw["until"])) if raw else None


def _prompts(prompt: Any) -> int:
    """How many texts a prompt asks for: a list of tokens is one."""
    tokens = isinstance(prompt, list) and all(isinstance(one, int) for one in prompt)
    return len(prompt) if isinstance(prompt, list) and not (tokens and prompt) else 1


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 1
