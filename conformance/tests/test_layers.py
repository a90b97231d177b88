"""Modules import only from earlier layers, and nothing goes in circles."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import conformance

ROOT = Path(conformance.__file__).parent
# Folders, from the ground up: each uses those before it, and itself.
LAYERS = ("core", "formats", "inputs", "sending", "reporting", "bundle", "plugin")
LAYER = {name: place for place, name in enumerate(LAYERS)}
# The plugin joins them; the proof and the command are faces, which nobody uses.
FACES = ("selftest", "cli", "docs")
# Folders beside the layers, and the modules that use them.
BESIDE = {
    "sending.generated": {"generation"},
    "plugin.embedded": {"relay"},
    "plugin.dialects": {"relay"},
    "plugin.sent_headers": {"relay"},
    "plugin.own_faults": {"relay"},
}


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


@cache
def imports(path: Path) -> tuple[str, ...]:
    """What a file imports, at its top or later; a package's name as `package.name`."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: write imports in full"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(path: Path) -> set[str]:
    """What a file imports of this package: `words`, `relay`, `requirements`, …"""
    found = [name.split(".") for name in imports(path)]
    return {parts[1] for parts in found if parts[0] == "conformance" and parts[1:]}


def layer(name: str) -> int:
    """The layer of a folder or module at the top of the package; faces stand above."""
    return LAYER.get(name, len(LAYERS))


LAYERED = [name for folder in LAYERS for name in modules(ROOT / folder)]


@pytest.mark.parametrize("module", LAYERED)
def test_a_module_imports_from_earlier_layers_or_its_own(module: str) -> None:
    short = module.removeprefix("conformance.")
    home = short.split(".")[0]
    later = {n for n in own(path_of(module)) if layer(n) > layer(home)}
    assert later - BESIDE.get(short, set()) - {"__version__"} == set()


def test_every_folder_and_module_has_its_place() -> None:
    beside = ("generation", "relay", "requirements", "templates", "tests")
    there = {
        path.stem
        for path in ROOT.iterdir()
        if not path.name.startswith("_") and (path.is_dir() or path.suffix == ".py")
    }
    assert there == {*LAYERS, *FACES, *beside}


def test_nothing_goes_in_circles() -> None:
    own_modules = [*LAYERED, *(name for f in FACES for name in modules(ROOT / f))]
    graph = {name: used(name) - {name} for name in own_modules}
    order = list(TopologicalSorter(graph).static_order())
    assert order.index("conformance.core.exceptions") < order.index(
        "conformance.sending.recorder"
    )


def used(module: str) -> set[str]:
    """The modules that one imports; a name of a module stands for the module."""
    found = set()
    for name in imports(path_of(module)):
        for candidate in (name, name.rpartition(".")[0]):
            if candidate.startswith("conformance.") and path_of(candidate).exists():
                found.add(candidate)
    return found


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
    """Whether a name is of what reads sound, pictures, JSON, or what was drawn."""
    readers = {
        "formats": ("audio", "image", "subtitles", "urls"),
        "core": ("strict", "usage", "marks", "refusal", "thinking"),
    }
    _, folder, module, *_ = name.split(".")
    return folder == "generation" or module in readers.get(folder, ())


def is_shared(name: str) -> bool:
    """Whether a name is of a module that all areas of the suite share."""
    suite, _, rest = name.partition(".requirements.")
    module = rest.split(".")[0]
    return suite == "conformance" and (ROOT / "requirements" / f"{module}.py").exists()


@pytest.mark.parametrize("module", modules(ROOT / "relay"))
def test_the_relay_uses_itself_and_the_first_layers(module: str) -> None:
    others = own(path_of(module)) - {"relay"}
    assert others <= {"core", "formats"}


@pytest.mark.parametrize("module", modules(ROOT / "generation"))
def test_generation_uses_itself_and_what_sends_nothing(module: str) -> None:
    for name in imports(path_of(module)):
        if name.startswith("conformance."):
            first = name.split(".")[1]
            known = first == "generation" or layer(first) <= layer("inputs")
            assert known or is_shared(name), f"{module} imports {name}"


@pytest.mark.parametrize(
    ("library", "only"),
    # Forms are written by the library that sends them; a client brings its own way.
    [
        (
            "httpx",
            {
                *("sending.client", "sending.failures"),
                *("formats.payload", "sending.sdk_client"),
            },
        ),
        ("allure", {"reporting.allure.attach"}),
    ],
)
def test_few_modules_speak(library: str, only: set[str]) -> None:
    found = {
        module.removeprefix("conformance.")
        for module in modules(ROOT)
        if not module.startswith("conformance.tests.")
        and any(name.split(".")[0] == library for name in imports(path_of(module)))
    }
    assert found == only
