"""A diff in words: sections of entries that every form of it shows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from conformance.core.verdict import Verdict
from conformance.formats.escape import count, short
from conformance.reporting import causes
from conformance.reporting.diff.change import Change, ChangeKind, State
from conformance.reporting.diff.difference import Diff, TargetDiff
from conformance.reporting.document import Report, TargetRow

_LONGEST = 400
_MOST = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement, or one setting of a target, and what became of it."""

    level: str
    name: str
    text: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind; `rest` tells of those that are not worth a line."""

    title: str
    entries: tuple[Item, ...]
    rest: str = ""

    def __bool__(self) -> bool:
        return bool(self.entries or self.rest)


def sections(target: TargetDiff) -> list[Section]:
    """What changed on a target, the worst first; nothing that is empty."""
    every = (
        _newly_violated(target),
        _section("Mended", target.of(ChangeKind.MENDED), _mended),
        _section("Other verdicts", target.of(ChangeKind.CHANGED), _changed),
        _capabilities(target.of(ChangeKind.CAPABILITY)),
        _section("Levels", target.of(ChangeKind.LEVEL), _relevelled),
        Section("Waivers", tuple(_waivers(target))),
        Section("Target", tuple(_settings(target))),
        _new(target.of(ChangeKind.NEW)),
        _section("Gone requirements", target.of(ChangeKind.GONE), _gone),
    )
    return [section for section in every if section]


def notes(diff: Diff) -> Iterator[str]:
    """What to keep in mind when two reports do not say quite the same thing."""
    old, new = diff.old, diff.new
    versions = [report["suite"]["version"] for report in (old, new)]
    if versions[0] != versions[1]:
        yield (
            f"Judged by relaycert {short(versions[1], 40)}; the old report by "
            f"{short(versions[0], 40)}."
        )
    if old["suite"]["requirements"] != new["suite"]["requirements"]:
        yield (
            "The requirements or their cases are not the same as then: a new "
            "requirement never counts as worse."
        )
    if old["run"]["selection"] != new["run"]["selection"]:
        yield f"Not the same selection: {_selected(old)} then, {_selected(new)} now."
    yield from _parts(diff)
    for name in diff.only_old:
        yield f"Only in the old report: {short(name, 120)}."
    for name in diff.only_new:
        yield f"Only in the new report: {short(name, 120)}."
    if defects := len(new["run"]["defects"]):
        yield f"The new run met {count(defects, 'defect')} of the suite itself."
    for target in diff.targets:
        if target.old["profile"] != target.new["profile"]:
            yield f"{short(target.name, 120)} is judged by another contract than then."


def _parts(diff: Diff) -> Iterator[str]:
    """Which reports are on a part alone."""
    for target in diff.targets:
        for when, row in (("then", target.old), ("now", target.new)):
            if row["scope"]["partial"]:
                name, said = short(target.name, 120), short(row["detail"], 200)
                yield f"{name} was judged in part {when}: {said}."


def _selected(report: Report) -> str:
    selection = report["run"]["selection"]
    level = selection["level"]
    chosen = short(selection["expression"], 120) or "all"
    return chosen if level == "MAY" else f"{chosen} ({level} and above)"


def _section(
    title: str, changes: Iterable[Change], describe: Callable[[Change], str]
) -> Section:
    return Section(
        title,
        tuple(Item(_level(c), c.name, describe(c), c.sentence) for c in changes),
    )


def _newly_violated(target: TargetDiff) -> Section:
    """What is violated now; what another explains stands behind it, and says so."""
    roots = causes.roots(target.new)
    changes = target.of(ChangeKind.VIOLATED)
    order = {change.requirement: place for place, change in enumerate(changes)}

    def place(change: Change) -> tuple[int, bool, int]:
        own, cause = order[change.requirement], roots.get(change.requirement, "")
        return order.get(cause, own), cause in order, own

    def described(change: Change) -> str:
        cause = roots.get(change.requirement)
        text = _violated(change)
        return f"{text}; follows from {short(cause, 80)}" if cause else text

    return _section("Newly violated", sorted(changes, key=place), described)


def _capabilities(changes: Iterable[Change]) -> Section:
    """What is offered now, or no longer: one entry for all with the same reason."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        old, new = change.old, change.new
        if old and new:
            absent = new.verdict == Verdict.NOT_APPLICABLE
            words = (
                ("not now", new.message) if absent else ("now", f"was: {old.message}")
            )
            grouped.setdefault(words, []).append(change.requirement)
    entries = (
        Item("", f"{when} applicable", f"{short(why, _LONGEST)} ({_ids(ids)})")
        for (when, why), ids in grouped.items()
    )
    return Section("Capabilities", tuple(entries))


def _ids(ids: Sequence[str]) -> str:
    left = len(ids) - _MOST
    return ", ".join(ids[:_MOST]) + (f" and {left} more" if left > 0 else "")


def _new(changes: Iterable[Change]) -> Section:
    """New requirements: each that is violated, and how many have other verdicts."""
    states = [(c, c.new) for c in changes if c.new is not None]
    violated = [c for c, state in states if state.violated]
    others = Counter(state.verdict for _, state in states if not state.violated)
    shown = _section("New requirements", violated, _violated)
    rest = ", ".join(f"{number} {verdict}" for verdict, number in others.most_common())
    return replace(shown, rest=rest)


def _level(change: Change) -> str:
    stated = change.new or change.old
    return stated.level if stated else ""


def _violated(change: Change) -> str:
    message = short(change.new.message, _LONGEST) if change.new else ""
    return f"{message} (was: {_was(change.old)})" if change.old else message


def _was(old: State) -> str:
    """What a requirement was before it was violated, and why if that matters."""
    if old.message and old.verdict not in (Verdict.PASS, Verdict.VIOLATED):
        return f"{old.verdict}, {short(old.message, 120)}"
    return old.verdict


def _mended(change: Change) -> str:
    return f"was: {short(change.old.message, _LONGEST)}" if change.old else ""


def _changed(change: Change) -> str:
    if change.old is None or change.new is None:
        return ""
    message = short(change.new.message, _LONGEST)
    arrow = f"{change.old.verdict} → {change.new.verdict}"
    return f"{arrow}: {message}" if message else arrow


def _relevelled(change: Change) -> str:
    if change.old is None or change.new is None:
        return ""
    return f"{change.old.level} → {change.new.level}, {change.new.verdict}"


def _gone(change: Change) -> str:
    return f"was: {change.old.verdict}" if change.old else ""


def _waivers(target: TargetDiff) -> Iterator[Item]:
    """Waivers that came, went or were changed, and those that hold no longer."""
    old, new = _by_requirement(target.old), _by_requirement(target.new)
    for id in sorted(old.keys() | new.keys()):
        was, now = old.get(id, ""), new.get(id, "")
        if was != now:
            arrow = "new" if not was else "gone" if not now else "changed"
            yield Item("", id, f"{arrow}: {short(now or was, _LONGEST)}")
    for reason in target.new["bad_waivers"]:
        if reason not in target.old["bad_waivers"]:
            yield Item("", "", short(reason, _LONGEST))


def _by_requirement(target: TargetRow) -> dict[str, str]:
    return {
        w["requirement"]: f"until {w['until']}, {w['reason']}"
        for w in target["waivers"]
    }


def _settings(target: TargetDiff) -> Iterator[Item]:
    """What is claimed and asked of a target otherwise than then."""
    old, new = set(target.old["claims"]), set(target.new["claims"])
    yield from (Item("", short(name, 60), "claimed now") for name in sorted(new - old))
    yield from (
        Item("", short(name, 60), "no longer claimed") for name in sorted(old - new)
    )
    was, now = target.old["models"], target.new["models"]
    for kind in sorted(was.keys() | now.keys()):
        if was.get(kind) != now.get(kind):
            named = [short(m.get(kind, "none"), 60) for m in (was, now)]
            yield Item("", f"model {short(kind, 60)}", " → ".join(named))
