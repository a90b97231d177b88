"""Cases: what is sent, as data (`cases/<area>/*.json`)."""

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from conformance.paths import data
from conformance.payload import file_digests
from conformance.schema import first_error
from conformance.template import places

# What an uncapped answer is reckoned with in `plan`; models rarely write more
# to the short prompts of the examples that state no cap.
UNCAPPED = 64


class Expects(StrEnum):
    """What the document says of a case's last request."""

    SUCCESS = "success"
    REFUSAL = "refusal"
    EITHER = "either"


class Auth(StrEnum):
    """Which credentials a request carries."""

    KEY = "key"
    NONE = "none"
    EMPTY = "empty"
    WRONG = "wrong"
    SECOND = "second"


class Instrument(StrEnum):
    """What a case needs of the suite and of the target's owner, beside the target."""

    NONE = ""
    UPSTREAM = "upstream"
    LISTENER = "listener"
    SECOND_KEY = "second-key"


class Lane(StrEnum):
    """Whether a case may run beside others."""

    SHARED = "shared"
    ALONE = "alone"


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
    # The fields of a multipart body: texts, files of the suite, or lists of them.
    form: Mapping[str, Any] | None = None
    # The request is sent again until this holds.
    poll: Poll | None = None
    # Bytes of the body after which the client hangs up; 0: it reads to the end.
    close_after: int = 0

    @property
    def tokens(self) -> int:
        """The completion tokens that this request asks for at most."""
        sent = self.json
        if not isinstance(sent, dict) or not {"messages", "prompt"} & sent.keys():
            return 0
        caps = (sent.get("max_completion_tokens"), sent.get("max_tokens"))
        # A negative cap is one that a lenient target may read as none.
        cap = next((c for c in caps if isinstance(c, int) and c >= 0), UNCAPPED)
        copies = max(_whole(sent.get("n")), _whole(sent.get("best_of")))
        return cap * max(copies, 1) * _prompts(sent.get("prompt"))


@dataclass(frozen=True, slots=True)
class Case:
    """A stimulus: steps, the capabilities it needs, and where it applies.

    `about` names the field that a refused request breaks; `status` the kind of
    refusal (a key of the profile's statuses). `instrument` is what it cannot do
    without.
    """

    name: str
    summary: str
    needs: tuple[str, ...]
    expects: Expects
    steps: tuple[Step, ...]
    profiles: tuple[str, ...]
    source: str
    about: str
    status: str
    lane: Lane
    digest: str
    instrument: Instrument = Instrument.NONE
    # Whether all steps are sent at the same time.
    burst: bool = False
    # Whether the answer may end before its end.
    may_break: bool = False
    # The case whose answers this one begins with.
    after: str = ""

    @property
    def area(self) -> str:
        """The folder of the case."""
        return self.name.split("/", 1)[0]

    @property
    def tokens(self) -> int:
        """The completion tokens that its steps ask for at most.

        A refused request counts as well: a lenient target may answer it.
        """
        return sum(step.tokens for step in self.steps)

    @property
    def models(self) -> tuple[str, ...]:
        """The kinds of model that its requests name, sorted."""
        wanted = places([[s.path, s.json, s.body, s.form] for s in self.steps])
        return tuple(sorted(w.split(".")[1] for w in wanted if w.startswith("models.")))


@cache
def cases() -> Mapping[str, Case]:
    """All cases by name, sorted."""
    root = data("cases")
    found = [c for path in sorted(root.glob("*/**/*.json")) for c in load(path, root)]
    return MappingProxyType({case.name: case for case in sorted(found, key=_name)})


def load(path: Path, root: Path) -> Iterator[Case]:
    """The cases of one file: itself, or one for each of its variants."""
    raw = json.loads(path.read_text("utf-8"))
    error = first_error(raw, "own/case")
    if error is not None:
        raise ValueError(f"{path}: {error.message} at {error.json_path}")
    name = path.relative_to(root).with_suffix("").as_posix()
    variants = raw.pop("variants", None)
    if variants is None:
        yield _case(name, raw)
        return
    for variant, changes in sorted(variants.items()):
        yield _case(f"{name}/{variant}", _varied(raw, changes))


def _varied(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """`base` with the changes of one variant made to its last request."""
    made = copy.deepcopy(base)
    changes = dict(changes)
    request = made["steps"][-1]["request"]
    fields = request.get("json") or request.get("form") or {}
    fields.update(changes.pop("set", {}))
    for field in changes.pop("drop", ()):
        del fields[field]
    if changes.keys() & {"body", "json", "form"}:
        request.pop("json", None)
        request.pop("form", None)
    for part in ("body", "json", "form", "auth", "headers", "path", "method"):
        if part in changes:
            request[part] = changes.pop(part)
    return made | changes


def _case(name: str, raw: dict[str, Any]) -> Case:
    wire = json.dumps(raw["steps"], sort_keys=True) + "".join(_manner(raw))
    return Case(
        name=name,
        summary=raw["summary"],
        needs=tuple(raw.get("needs", ())),
        expects=Expects(raw.get("expects", "success")),
        steps=tuple(_step(step) for step in raw["steps"]),
        profiles=tuple(raw.get("profiles", ())),
        source=raw["source"],
        about=raw.get("about", ""),
        status=raw.get("status", "validation"),
        lane=Lane(raw.get("lane", "shared")),
        digest=hashlib.sha256(wire.encode()).hexdigest()[:16],
        instrument=Instrument(raw.get("instrument", "")),
        burst=raw.get("burst", False),
        may_break=raw.get("may_break", False),
        after=raw.get("after", ""),
    )


def _manner(raw: dict[str, Any]) -> list[str]:
    """What else decides what a recording of a case is."""
    named = [name for name in ("burst", "instrument") if raw.get(name)]
    named += [f"after {raw['after']}"] if raw.get("after") else []
    forms = [step["request"].get("form", {}) for step in raw["steps"]]
    return named + [digest for form in forms for digest in file_digests(form)]


def _step(raw: dict[str, Any]) -> Step:
    request = raw["request"]
    return Step(
        name=raw["name"],
        method=request["method"],
        path=request["path"],
        json=request.get("json"),
        body=request.get("body"),
        headers=MappingProxyType(request.get("headers", {})),
        auth=Auth(request.get("auth", "key")),
        form=request.get("form"),
        poll=_poll(raw.get("poll")),
        close_after=raw.get("close_after", 0),
    )


def _poll(raw: dict[str, Any] | None) -> Poll | None:
    return Poll(raw["at"], tuple(raw["until"])) if raw else None


def _prompts(prompt: Any) -> int:
    """How many texts a prompt asks for: a list of tokens is one."""
    tokens = isinstance(prompt, list) and all(isinstance(one, int) for one in prompt)
    return len(prompt) if isinstance(prompt, list) and not (tokens and prompt) else 1


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 1


def _name(case: Case) -> str:
    return case.name
