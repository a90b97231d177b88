"""Modules import only from earlier layers, and nothing goes in circles."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import conformance

ROOT = Path(conformance.__file__).parent
LAYERS = (
    "violation requirement exchange verdict",
    "paths sse redact schema toml_file template visible bodies payload elsewhere "
    "sound picture subtitles",
    "capability step case profile source waiver limits target waivers",
    "ledger stub_answers stub instruments client retry outgoing polling post sender "
    "store keeper gate agenda wave journey recorder replay",
    "curl evidence usage report html pages markdown summary attach display catalogue "
    "allure_context allure_exchange allure_results "
    "findings tally paper endpoints clients badge compare compare_timing compare_text "
    "compare_pages reading",
    "costs amounts flags found options run collection judging fixtures gathering "
    "plugin embedded allure_items "
    "selftest bundle manifest attestation signature sealing",
)
LAYER = {name: place for place, names in enumerate(LAYERS) for name in names.split()}
# What is not in the table is a face of the command: it may use all, nobody uses it.
FACE = len(LAYERS)


def modules(folder: Path) -> list[str]:
    """The names of the modules in a folder and below it, from the package on."""
    return sorted(
        ".".join(("conformance", *path.relative_to(ROOT).with_suffix("").parts))
        for path in folder.rglob("*.py")
        if "_data" not in path.parts
    )


def path_of(module: str) -> Path:
    """The file of a module."""
    return ROOT.joinpath(*module.split(".")[1:]).with_suffix(".py")


def imports(path: Path) -> Iterator[str]:
    """What a file imports, at its top or later; a package's name as `package.name`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: write imports in full"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(path: Path) -> list[str]:
    """What a file imports of this package: `schema`, `relay`, `requirements`, …"""
    found = [name.split(".") for name in imports(path)]
    return [parts[1] for parts in found if parts[0] == "conformance" and parts[1:]]


def layer(name: str) -> int:
    """The layer of a module at the top of the package."""
    return LAYER.get(name, FACE)


# Packages inside the package, and the modules that use them.
INNER = {"embedded": {"relay"}, "selftest": {"relay"}, "wave": {"generation"}}
CORE = [path.stem for path in sorted(ROOT.glob("*.py")) if path.stem in LAYER]
FACES = [
    path.stem
    for path in sorted(ROOT.glob("*.py"))
    if path.stem not in LAYER and not path.stem.startswith("__")
]


@pytest.mark.parametrize("name", CORE)
def test_a_module_imports_from_earlier_layers_or_its_own(name: str) -> None:
    inner = INNER.get(name, set())
    later = {n for n in own(ROOT / f"{name}.py") if layer(n) > layer(name)}
    assert later - inner - {"__version__"} == set()


def test_the_table_names_the_mechanisms_that_there_are() -> None:
    assert {"violation", "schema", "case", "recorder", "evidence", "run"} <= set(CORE)


def test_nothing_goes_in_circles() -> None:
    graph = {name: set(own(ROOT / f"{name}.py")) - {name} for name in CORE + FACES}
    order = list(TopologicalSorter(graph).static_order())
    assert order.index("violation") < order.index("recorder") < order.index("run")


@pytest.mark.parametrize("module", modules(ROOT / "requirements"))
def test_the_suite_uses_public_names_and_its_own_readings(module: str) -> None:
    folder = module.rpartition(".")[0]
    for name in imports(path_of(module)):
        if name.startswith("conformance."):
            allowed = (
                is_public(name)
                or is_shared(name)
                or is_decoder(name)
                or name.startswith(f"{folder}._")
            )
            assert allowed, f"{module} imports {name}"


def is_public(name: str) -> bool:
    """Whether a name is one of the package's face."""
    return name.removeprefix("conformance.") in conformance.__all__


def is_decoder(name: str) -> bool:
    """Whether a name is of what reads sound, pictures, addresses, or what was drawn."""
    readers = ("sound", "picture", "subtitles", "elsewhere", "generation")
    return name.split(".")[1] in readers


def is_shared(name: str) -> bool:
    """Whether a name is of a module that all areas of the suite share."""
    suite, _, rest = name.partition(".requirements.")
    module = rest.split(".")[0]
    return suite == "conformance" and (ROOT / "requirements" / f"{module}.py").exists()


@pytest.mark.parametrize("module", modules(ROOT / "relay"))
def test_the_relay_uses_itself_and_the_first_layers(module: str) -> None:
    used = set(own(path_of(module))) - {"relay"}
    assert {name for name in used if layer(name) > 1} == set()


@pytest.mark.parametrize("module", modules(ROOT / "generation"))
def test_generation_uses_itself_and_what_sends_nothing(module: str) -> None:
    for name in imports(path_of(module)):
        if name.startswith("conformance."):
            first = name.split(".")[1]
            known = first == "generation" or layer(first) <= layer("case")
            assert known or is_shared(name), f"{module} imports {name}"


@pytest.mark.parametrize(
    ("library", "only"),
    # Forms are written by the library that sends them; a client brings its own way.
    [("httpx", {"client", "payload", "journey"}), ("allure", {"attach"})],
)
def test_few_modules_speak(library: str, only: set[str]) -> None:
    found = {
        module.removeprefix("conformance.")
        for module in modules(ROOT)
        if not module.startswith("conformance.tests.")
        and any(name.split(".")[0] == library for name in imports(path_of(module)))
    }
    assert found == only
