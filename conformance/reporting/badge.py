"""Badges: what a run came to, in a picture and for services that draw their own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from conformance.core.target_verdict import TargetState
from conformance.core.verdict import ExitCode
from conformance.formats.escape import count, short
from conformance.inputs.target import slug_of
from conformance.reporting import causes, pages, totals
from conformance.reporting.document import Report, TargetRow

# White text on each of them is legible (WCAG AA).
_GREEN, _OLIVE, _AMBER, _RED, _GREY = (
    "#1a7f37",
    "#4d7a0a",
    "#8a5300",
    "#b3261e",
    "#57606a",
)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Badge:
    """The two halves of a badge, and the colour of the second."""

    label: str
    message: str
    color: str


def files(report: Report) -> Iterator[tuple[str, str]]:
    """The name and the text of each badge; with several targets one for each, too."""
    targets = report["targets"]
    if not targets:
        return
    single = len(targets) == 1
    whole = of_target(report, targets[0]) if single else of_all(report)
    yield from _both("badge", whole)
    for target in () if single else targets:
        yield from _both(f"badge-{slug_of(target['name'])}", of_target(report, target))


def of_target(report: Report, target: TargetRow) -> Badge:
    """The badge of one target."""
    reached, color = _reached(report, target)
    return Badge(_label(report, target["profile"]), _dated(report, reached), color)


def of_all(report: Report) -> Badge:
    """The badge of a run on several targets: how many are conformant."""
    targets = report["targets"]
    good = sum(bool(target["conformant"]) for target in targets)
    profiles = sorted({target["profile"] for target in targets})
    profile = profiles[0] if len(profiles) == 1 else count(len(profiles), "profile")
    reached = f"{good} of {len(targets)} conformant"
    color = _GREEN if good == len(targets) else _RED
    if partial := sum(target["scope"]["partial"] for target in targets):
        reached, color = f"{partial} of {len(targets)} judged in part", _GREY
    if report["run"]["exit_code"] == ExitCode.DEFECT:
        reached, color = "defect of the suite", _GREY
    return Badge(_label(report, profile), _dated(report, reached), color)


def as_json(badge: Badge) -> str:
    """A badge in the form that shields.io reads from an endpoint."""
    shown = {
        "schemaVersion": 1,
        "label": badge.label,
        "message": badge.message,
        "color": badge.color.removeprefix("#"),
    }
    return json.dumps(shown, indent=1) + "\n"


def _both(name: str, badge: Badge) -> Iterator[tuple[str, str]]:
    yield f"{name}.svg", svg(badge)
    yield f"{name}.json", as_json(badge)


def svg(badge: Badge) -> str:
    """A badge as a picture; programs that read aloud say both halves."""
    left, right = _width(badge.label), _width(badge.message)
    return pages.as_html(
        "badge.svg.j2", badge=badge, left=left, right=right, whole=left + right
    )


def _label(report: Report, profile: str) -> str:
    version = short(report["suite"]["version"], _LONGEST)
    return f"relaycert {version} · {short(profile, _LONGEST)}"


def _dated(report: Report, reached: str) -> str:
    return f"{reached} · {report['run']['started'][:10]}"


def _reached(report: Report, target: TargetRow) -> tuple[str, str]:
    """What a target came to, and the colour for it; the worst of it first."""
    if report["run"]["exit_code"] == ExitCode.DEFECT:
        return "defect of the suite", _GREY
    counts = target["counts"]
    match target["state"]:
        case TargetState.CONFORMANT:
            return _level(target), _green(target)
        case TargetState.PARTIAL:
            return target["detail"], _GREY
        case TargetState.NOT_CONFORMANT if counts["must_violated"]:
            return totals.musts(counts["must_violated"], causes.binding(target)), _RED
        case TargetState.NOT_CONFORMANT:
            return f"{count(counts['bad_waivers'], 'waiver')} not valid", _RED
        case TargetState.WAIVED:
            return f"{counts['waived']} waived", _AMBER
        case _:
            return "incomplete", _AMBER


def _level(target: TargetRow) -> str:
    return "conformant, strict" if target["strict"] else "conformant"


def _green(target: TargetRow) -> str:
    return _GREEN if target["strict"] else _OLIVE


def _width(text: str) -> int:
    """About how many pixels a text takes in Verdana of 11 pixels, with margins."""
    return 12 + round(sum(_WIDTHS.get(char, _USUAL) for char in text))


# Letters that are far from the usual width; the picture stretches the text to fit.
_USUAL = 7.0
_WIDTHS = {
    **dict.fromkeys("ijlI.,:;'|!· ", 3.9),
    **dict.fromkeys("frt()[]-/", 4.8),
    **dict.fromkeys("mwMW@%", 10.2),
    **dict.fromkeys("ABCDEGHKNOQRSTUVXYZ", 7.8),
}
