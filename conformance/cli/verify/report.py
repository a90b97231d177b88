"""Compares what a report says with what its recordings show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.core.exceptions import LossReason
from conformance.core.marks import MARK
from conformance.core.verdict import ExitCode, worst_end

Found = Mapping[str, Any]

# How long a run took cannot be seen from its recordings.
_UNSEEN = {"seconds"}
# Why an exchange was lost names places of the machine that recorded.
_OF_A_LOSS = {"message", "loss"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was said to be, and where."""

    kind: str
    place: str
    says: str = ""


def differences(told: Found, shown: Found) -> Iterator[Difference]:
    """Where a report differs from the one that judging again gave."""
    yield from _of_targets(told, shown)
    yield from _of_verdicts(told, shown)
    ours = told["run"]
    theirs = dict(shown["run"])
    if _unjudged(told, shown):
        codes = (ExitCode(theirs["exit_code"]), ExitCode.INCOMPLETE)
        theirs["exit_code"] = int(worst_end(codes))
    for name in ("exit_code", "defects"):
        if _counted(ours[name]) != _counted(theirs[name]):
            yield Difference("run", name, _instead(ours, theirs, name))


def unreached(report: Found) -> frozenset[tuple[str, str, str]]:
    """The items that a run says it did not reach: target, requirement, case."""
    return frozenset(
        (verdict["target"], verdict["requirement"], item["case"])
        for verdict in report["verdicts"]
        for item in verdict["items"]
        if item["outcome"] == "not-tested" and not item["recording"]
    )


def interrupted(report: Found) -> bool:
    """Whether a run was interrupted before it had reached all of its items."""
    losses = {
        item.get("loss")
        for verdict in report["verdicts"]
        for item in verdict["items"]
        if item["outcome"] == "not-tested" and not item["recording"]
    }
    if losses == {None}:
        # Earlier versions did not say why. All that is made of it is that such a run
        # ends with this code at best.
        return bool(report["run"]["exit_code"] == ExitCode.INCOMPLETE)
    return LossReason.INTERRUPTED in losses


def _unjudged(told: Found, shown: Found) -> set[str]:
    """The targets of which a report says nothing, as none of their cases was chosen.

    Nothing was recorded of them, so nothing more can be known.
    """
    known = {target["name"] for target in shown["targets"]}
    judged = {verdict["target"] for verdict in told["verdicts"]}
    return {
        target["name"]
        for target in told["targets"]
        if target["name"] not in known | judged
        and not (target["conformant"] or target["strict"])
    }


def _of_targets(told: Found, shown: Found) -> Iterator[Difference]:
    without = _unjudged(told, shown)
    ours = _by([t for t in told["targets"] if t["name"] not in without], "name")
    theirs = _by(shown["targets"], "name")
    yield from _counts("target", ours, theirs)
    for (name,), target in sorted(ours.items()):
        again = theirs.get((name,), [target[0]])
        for field in target[0]:
            if not _alike(target[0][field], again[0][field]):
                says = f"its {field} is not what the recordings show"
                yield Difference("target", name, says)


def _of_verdicts(told: Found, shown: Found) -> Iterator[Difference]:
    ours = _by(told["verdicts"], "target", "requirement")
    theirs = _by(shown["verdicts"], "target", "requirement")
    yield from _counts("verdict", ours, theirs)
    for key in sorted(ours.keys() & theirs.keys()):
        said, found = _comparable(ours[key][0]), _comparable(theirs[key][0])
        wrong = [name for name in said if not _alike(said[name], found[name])]
        if "verdict" in wrong:
            yield Difference("verdict", " ".join(key), _instead(said, found, "verdict"))
        elif wrong:
            says = f"{', '.join(wrong)}: not what the recordings show"
            yield Difference("verdict", " ".join(key), says)


def _counts(
    kind: str,
    ours: Mapping[tuple[str, ...], list[Found]],
    theirs: Mapping[tuple[str, ...], list[Found]],
) -> Iterator[Difference]:
    """What stands in one of two reports alone, or more than once."""
    for key in sorted(theirs.keys() - ours.keys()):
        shows = f": {theirs[key][0]['verdict']}" if kind == "verdict" else ""
        yield Difference(kind, " ".join(key), f"left out of the report{shows}")
    for key in sorted(ours.keys() - theirs.keys()):
        yield Difference(kind, " ".join(key), "no recording is there to show it")
    for key in sorted(key for key, found in ours.items() if len(found) > 1):
        yield Difference(kind, " ".join(key), "stands there more than once")


def _by(rows: list[Found], *names: str) -> dict[tuple[str, ...], list[Found]]:
    found: dict[tuple[str, ...], list[Found]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in names), []).append(row)
    return found


def _comparable(verdict: Found) -> dict[str, Any]:
    """A verdict without what depends on the order in which items were judged."""
    first = verdict["items"][0]
    follows = (first["outcome"], first["message"])
    return {
        **verdict,
        "message": "",
        "items": sorted(map(_item, verdict["items"]), key=lambda item: item["case"]),
        "the first item": follows == (verdict["verdict"], verdict["message"]),
    }


def _item(item: Found) -> dict[str, Any]:
    # Reports of earlier versions have no `loss` at all.
    unseen = _OF_A_LOSS if item["outcome"] == "not-tested" else {"loss"}
    return {name: value for name, value in item.items() if name not in unseen}


def _alike(told: Any, shown: Any) -> bool:
    """Whether two values are the same, but for what cannot be seen again."""
    if isinstance(told, str) and isinstance(shown, str):
        return told == shown or (MARK in told and _fits(told.split(MARK), shown))
    if isinstance(told, list) and isinstance(shown, list):
        return len(told) == len(shown) and all(map(_alike, told, shown))
    if isinstance(told, dict) and isinstance(shown, dict):
        same = told.keys() == shown.keys()
        return same and all(_alike(told[k], shown[k]) for k in told.keys() - _UNSEEN)
    return type(told) is type(shown) and bool(told == shown)


def _fits(parts: list[str], text: str) -> bool:
    """Whether `text` is these parts in order, with anything between them.

    A secret that a target sent in fragments is known only where the run was made.
    """
    if not (text.startswith(parts[0]) and text.endswith(parts[-1])):
        return False
    place = 0
    for part in parts:
        place = text.find(part, place) + len(part)
        if place < len(part):
            return False
    return True


def _counted(value: Any) -> Any:
    """Defects name places of the machine: their number alone can be compared."""
    return len(value) if isinstance(value, list) else value


def _instead(told: Found, shown: Found, name: str) -> str:
    return (
        f"the report says {_counted(told[name])}, the recordings show "
        f"{_counted(shown[name])}"
    )
