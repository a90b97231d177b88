"""What `relaycert verify` prints."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from conformance.cli.verify.verify import Verified
from conformance.core.verdict import ExitCode
from conformance.formats.escape import count, short, visible
from conformance.reporting import own, terminal

_SHOWN = 200  # of a folder that is another one altogether, more tell no more
_WORDS = 300


def put(verified: Verified, folder: Path) -> None:
    """Print what came out for the bundle in a folder."""
    terminal.put(parts(verified, folder))


def parts(verified: Verified, folder: Path) -> Iterator[RenderableType]:
    """What came out: the differences first, the conclusion last."""
    if verified.differences:
        yield _differences(verified)
    if verified.report is not None:
        yield _about(verified)
    yield _conclusion(verified, folder)


def _differences(verified: Verified) -> RenderableType:
    grid = _grid()
    for difference in verified.differences[:_SHOWN]:
        words = Text(visible(difference.place), "bold")
        if difference.says:
            words.append(f"\n{short(difference.says, _WORDS)}", "not bold")
        grid.add_row(Text(difference.kind, "red"), words)
    left = len(verified.differences) - _SHOWN
    if left > 0:
        grid.add_row("", Text(f"and {left} more"))
    return Padding(grid, (0, 0, 1, 0))


def _about(verified: Verified) -> RenderableType:
    assert verified.report is not None
    run, suite = verified.report["run"], verified.report["suite"]
    grid = _grid()
    for target in verified.report["targets"]:
        name = Text(f"{short(target['name'], 60)} ({short(target['profile'], 30)})")
        if not verified.differences:  # what is not true need not be repeated
            says = " says of itself: " if verified.unjudged else ": "
            shown = own.without(target) if verified.left_out else target
            name.append(says).append(short(shown["conclusion"], _WORDS), "bold")
        grid.add_row("target", name)
    origin = f"{run['started'][:19].replace('T', ' ')} UTC by relaycert"
    grid.add_row("made", f"{origin} {short(suite['version'], 30)}")
    if verified.narrowed:
        grid.add_row("only", short(verified.narrowed, _WORDS))
    if verified.left_out:
        grid.add_row("left out", verified.left_out)
    judged = count(len(verified.report["verdicts"]), "verdict")
    grid.add_row("holds", f"{judged}, {count(verified.files, 'file')}")
    grid.add_row("signature", verified.signature)
    return Padding(grid, (0, 0, 1, 0))


def _conclusion(verified: Verified, folder: Path) -> Text:
    match verified.exit_code:
        case ExitCode.VIOLATED if not verified.differences:
            words, style = (
                f"TRUE, but {short('; '.join(verified.unmet), _WORDS)}",
                "red",
            )
        case ExitCode.CONFORMANT:
            words, style = "TRUE: the report is what its recordings show", "green"
        case ExitCode.INCOMPLETE:
            words, style = f"CANNOT BE JUDGED AGAIN: {verified.unjudged}", "yellow"
        case _:
            number = count(len(verified.differences), "difference")
            words, style = f"NOT TRUE: {number}", "red"
    return Text.assemble((visible(str(folder)), "bold"), ": ", (words, f"bold {style}"))


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, min_width=9, style="dim")
    grid.add_column(overflow="fold")
    return grid
