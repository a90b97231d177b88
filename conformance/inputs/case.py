"""Cases: what is sent, as data (`cases/<area>/*.json`)."""

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from conformance.formats.advice import advice
from conformance.formats.payload import file_digests
from conformance.formats.schema import first_error
from conformance.inputs.condition import ALWAYS, Condition, condition_of
from conformance.inputs.manner import ORDINARY
from conformance.inputs.step import WISH, Step, wish_of
from conformance.inputs.stimulus import Stimulus, WrittenSteps, stimulus_of

# The area of the cases that a user's files hold.
_OF_USERS = "generated/"


class Expects(StrEnum):
    """What the document says of a case's last request."""

    SUCCESS = "success"
    REFUSAL = "refusal"
    EITHER = "either"


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
class Case:
    """A stimulus, the capabilities it needs, and where it applies.

    `about` names the field that a refused request breaks; `status` the kind of
    refusal (a key of the profile's statuses). `instrument` is what it cannot do
    without.
    """

    name: str
    summary: str
    needs: tuple[str, ...]
    expects: Expects
    stimulus: Stimulus
    source: str
    about: str
    status: str
    lane: Lane
    digest: str
    instrument: Instrument = Instrument.NONE
    # Whether the answer may end before its end.
    may_break: bool = False
    # The case whose answers this one begins with.
    after: str = ""
    # Whether those may rightly lack what it needs.
    may_lack: bool = False
    # The cases whose answers its requirements may read as well, if there are any.
    beside: tuple[str, ...] = ()
    # Observations that its recording begins with.
    observed: Mapping[str, Any] = field(default_factory=dict)
    # What a contract has to say for it to be sent, and what it must not say.
    when: Condition = ALWAYS
    unless: Condition = ALWAYS
    # Whether it is the owner's: requirements of his alone are judged on it.
    own: bool = False

    @property
    def area(self) -> str:
        """The folder of the case."""
        return self.name.split("/", 1)[0]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The requests that the case spells out; none if something else makes them."""
        match self.stimulus:
            case WrittenSteps(steps):
                return steps
            case _:
                return ()

    @property
    def tokens(self) -> int:
        """The completion tokens that its steps ask for at most.

        A refused request counts as well: a lenient target may answer it.
        """
        return sum(step.tokens for step in self.steps)

    @property
    def models(self) -> tuple[str, ...]:
        """The kinds of model that its requests name, sorted."""
        return self.stimulus.models


def cases_below(root: Path) -> Iterator[Case]:
    """The cases of a folder that has a folder for each area."""
    for path in sorted(root.glob("*/**/*.json")):
        yield from load(path, root)


def cases_in(file: Path) -> Iterator[Case]:
    """The cases of a file that a user names."""
    return load(file, file.parent, _OF_USERS)


def load(path: Path, root: Path, area: str = "") -> Iterator[Case]:
    """The cases of one file: itself, or one for each of its variants."""
    raw = json.loads(path.read_bytes())
    error = first_error(raw, "own/case")
    if error is not None:
        reason = f"{error.message} at {error.json_path}. {advice(error)}"
        raise ValueError(f"{path}: {reason.rstrip()}")
    name = area + path.relative_to(root).with_suffix("").as_posix()
    variants = raw.pop("variants", None)
    if variants is None:
        yield _case(name, raw)
        return
    for variant, changes in sorted(variants.items()):
        yield _case(f"{name}/{variant}", _varied(raw, changes))


def _varied(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """`base` with the changes of one variant in its last request."""
    varied = copy.deepcopy(base)
    changes = dict(changes)
    request = varied["steps"][-1]["request"]
    fields = request.get("json") or request.get("form") or {}
    fields.update(changes.pop("set", {}))
    for name in changes.pop("drop", ()):
        del fields[name]
    if changes.keys() & {"body", "json", "form"}:
        request.pop("json", None)
        request.pop("form", None)
    for part in ("body", "json", "form", "auth", "headers", "path", "method"):
        if part in changes:
            request[part] = changes.pop(part)
    return varied | changes


def _case(name: str, raw: dict[str, Any]) -> Case:
    sent = [_spelled(step) for step in raw["steps"]]
    wire = json.dumps(sent, sort_keys=True) + "".join(_conditions(raw))
    return Case(
        name=name,
        summary=raw["summary"],
        needs=tuple(raw.get("needs", ())),
        expects=Expects(raw.get("expects", "success")),
        stimulus=stimulus_of(raw),
        source=raw["source"],
        about=raw.get("about", ""),
        status=raw.get("status", "validation"),
        lane=Lane(raw.get("lane", "shared")),
        digest=hashlib.sha256(wire.encode()).hexdigest()[:16],
        instrument=Instrument(raw.get("instrument", "")),
        may_break=raw.get("may_break", False),
        after=raw.get("after", ""),
        may_lack=raw.get("may_lack", False),
        beside=_names(raw.get("beside", [])),
        observed=raw.get("observed", {}),
        when=condition_of(raw.get("when", {})),
        unless=condition_of(raw.get("unless", {})),
    )


def _names(named: str | list[str]) -> tuple[str, ...]:
    """One name or several, as several."""
    return (named,) if isinstance(named, str) else tuple(named)


def _spelled(step: dict[str, Any]) -> dict[str, Any]:
    """A step as it is sent to an ordinary model: what its digest is made of."""
    request = dict(step["request"])
    wish = wish_of(request.pop("answer", None))
    if isinstance(request.get("json"), dict):
        request["json"] = ORDINARY.spelled(request["json"], wish)
    if wish is not None and "body" in request:
        request["body"] = request["body"].replace(WISH, ORDINARY.text_of(wish))
    sent = {key: value for key, value in step.items() if key != "odd"}
    return {**sent, "request": request}


def _conditions(raw: dict[str, Any]) -> list[str]:
    """What else decides what a recording of a case is."""
    named = [name for name in ("burst", "instrument") if raw.get(name)]
    words = ("after", "generate", "client", "manner")
    named += [f"{word} {raw[word]}" for word in words if word in raw]
    forms = [step["request"].get("form", {}) for step in raw["steps"]]
    return named + [digest for form in forms for digest in file_digests(form)]
