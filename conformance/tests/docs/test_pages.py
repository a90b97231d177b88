"""The documentation: every key, option and page is there, and every link leads on."""

import re
from pathlib import Path

import pytest
import yaml

from conformance.cli.main import main
from conformance.docs.file_formats import FORMATS, Key, keys
from conformance.docs.markdown import code, table
from conformance.docs.pages import generated_pages
from conformance.formats.paths import data
from conformance.plugin.flags import OPTIONS

ROOT = Path(__file__).parents[3]
BY_HAND = sorted(
    path.relative_to(ROOT / "docs").as_posix() for path in ROOT.glob("docs/**/*.md")
)
# Written for other programs of this project, or read leniently from older versions.
NOT_DOCUMENTED = {"compare", "diff", "report-read"}
KEYS = [(format.schema, key) for format in FORMATS for key in keys(format.schema)]


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return generated_pages()


@pytest.mark.parametrize(
    ("schema", "key"), KEYS, ids=[f"{name}:{key.path}" for name, key in KEYS]
)
def test_every_key_is_described(schema: str, key: Key) -> None:
    assert key.description, f"Add a description to schemas/own/{schema}.json."


def test_every_schema_of_a_file_has_a_page() -> None:
    schemas = {path.stem for path in (data("schemas") / "own").glob("*.json")}
    assert {format.schema for format in FORMATS} == schemas - NOT_DOCUMENTED


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("target", "limits.rate"),
        ("waivers", "waiver[].until"),
        ("case", "variants.*.set"),
        ("case", "steps[].request.json"),
        ("report", "verdicts[].items[].curl"),
        ("manifest", "files.*.sha256"),
    ],
)
def test_keys_are_found_at_their_places(schema: str, path: str) -> None:
    assert path in {key.path for key in keys(schema)}


def test_every_option_is_listed(generated: dict[str, str]) -> None:
    page = generated["reference/options.md"]
    flags = set(re.findall(r"(?<![\w-])--[a-z-]+", page))
    assert {option.flag for option in OPTIONS} <= flags
    missing = [name for name in main.commands if f"\n## relaycert {name}\n" not in page]
    assert missing == []


def test_every_page_is_in_the_menu(generated: dict[str, str]) -> None:
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    assert sorted(pages_of(config["nav"])) == sorted([*BY_HAND, *generated])


def pages_of(menu: object) -> list[str]:
    """The pages that a part of the menu leads to."""
    match menu:
        case str():
            return [menu]
        case dict():
            return [page for part in menu.values() for page in pages_of(part)]
        case list():
            return [page for part in menu for page in pages_of(part)]
    raise TypeError(menu)


def test_a_cell_cannot_break_its_table() -> None:
    assert table(("a", "b"), [("x|y", "<b>\nc")]).splitlines()[2] == (
        "| x\\|y | &lt;b> c |"
    )
    assert code("a`b") == "`` a`b ``"


LINKED = [
    *(ROOT / "docs").glob("**/*.md"),
    *ROOT.glob("*.md"),
    *ROOT.glob(".github/**/*.md"),
]


@pytest.mark.parametrize("path", LINKED, ids=lambda path: path.name)
def test_links_to_files_lead_to_files(path: Path, generated: dict[str, str]) -> None:
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        if "://" not in link and not link.startswith("mailto:"):
            there = (path.parent / link).resolve()
            page = there.relative_to(ROOT / "docs") if "docs" in there.parts else there
            assert there.exists() or str(page) in generated, f"{path}: {link}"
