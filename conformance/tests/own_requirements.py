"""The requirements of a fictional company, as the page on them has them."""

import re
from pathlib import Path

import conformance

PAGE = Path(conformance.__file__).parents[1] / "docs" / "own-requirements.md"
_EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
_COMMANDS = re.compile(r"<!-- commands: (\S+) -->\n```sh\n(.*?)```", re.DOTALL)

_TEXT = PAGE.read_text("utf-8")
FILES: dict[str, str] = dict(_EXAMPLE.findall(_TEXT))
CONFTEST = FILES.pop("harbour/conftest.py")


def commands(heading: str) -> list[tuple[list[str], int]]:
    """The commands below a heading of the page, each with the exit code it tells of."""
    (text,) = (text for name, text in _COMMANDS.findall(_TEXT) if name == heading)
    return [_command(line) for line in text.replace("\\\n", " ").splitlines()]


def _command(line: str) -> tuple[list[str], int]:
    words, _, comment = line.partition("#")
    code = re.search(r"exit code: (\d)", comment)
    return words.split(), int(code[1]) if code else 0


TESTS, CASE = "test_teams.py", "cases/team.json"


def harbour(folder: Path, **changes: tuple[str, str]) -> Path:
    """The folder of the page, in another one.

    `changes` are words and others instead of them, by the stem of a file.
    """
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        old, new = changes.get(path.stem, ("", ""))
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new) if old else text, "utf-8")
    return folder / "harbour"
