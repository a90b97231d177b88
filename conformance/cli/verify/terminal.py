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
from conformance.reporting import terminal

_SHOWN = 200  # of a folder that is another one altogether, more tell no more
_WORDS = 300


def put(found: Verified, folder: Path) -> None:
    """Print what came out for the bundle in a folder."""
    terminal.put(parts(found, folder))


def parts(found: Verified, folder: Path) -> Iterator[RenderableType]:
    """What came out: the differences first, the conclusion last."""
    if found.differences:
        yield _differences(found)
    if found.report is not None:
        yield _about(found)
    yield _conclusion(found, folder)


def _differences(found: Verified) -> RenderableType:
    grid = _grid()
    for difference in found.differences[:_SHOWN]:
        words = Text(visible(difference.place), "bold")
        if difference.says:
            words.append(f"\n{short(difference.says, _WORDS)}", "not bold")
        grid.add_row(Text(difference.kind, "red"), words)
    left = len(found.differences) - _SHOWN
    if left > 0:
        grid.add_row("", Text(f"and {left} more"))
    return Padding(grid, (0, 0, 1, 0))


def _about(found: Verified) -> RenderableType:
    assert found.report is not None
    run, suite = found.report["run"], found.report["suite"]
    grid = _grid()
    for target in found.report["targets"]:
        name = Text(f"{short(target['name'], 60)} ({short(target['profile'], 30)}): ")
        grid.add_row("target", name.append(short(target["conclusion"], _WORDS), "bold"))
    made = f"{run['started'][:19].replace('T', ' ')} UTC by relaycert"
    grid.add_row("made", f"{made} {short(suite['version'], 30)}")
    if found.narrowed:
        grid.add_row("only", short(found.narrowed, _WORDS))
    judged = count(len(found.report["verdicts"]), "verdict")
    grid.add_row("holds", f"{judged}, {count(found.files, 'file')}")
    grid.add_row("signature", found.signature)
    return Padding(grid, (0, 0, 1, 0))


def _conclusion(found: Verified, folder: Path) -> Text:
    match found.exit_code:
        case ExitCode.CONFORMANT:
            words, style = "TRUE: the report is what its recordings show", "green"
        case ExitCode.INCOMPLETE:
            words, style = f"CANNOT BE JUDGED AGAIN: {found.unjudged}", "yellow"
        case _:
            number = count(len(found.differences), "difference")
            words, style = f"NOT TRUE: {number}", "red"
    return Text.assemble((visible(str(folder)), "bold"), ": ", (words, f"bold {style}"))


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, min_width=9, style="dim")
    grid.add_column(overflow="fold")
    return grid
