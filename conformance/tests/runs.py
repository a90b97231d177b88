"""Runs whose Allure results and JUnit file are looked at."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from conformance.tests.processes import relaycert

KEY = "sk-forms-1234"
_TARGET = """
name = "{name}"
base_url = "{url}"
profile = "openai"
key_env = "MY_KEY"
[models]
chat = "reference-chat"
"""
WAIVER = """
[[waiver]]
requirement = "chat.stream.done"
reason = "known"
until = 2099-12-31
"""


def write_target(folder: Path, name: str, url: str, more: str = "") -> str:
    """Write a target's file; its name."""
    path = folder / f"{name}.toml"
    path.write_text(_TARGET.format(name=name, url=url) + more)
    return path.name


def run(folder: Path, *arguments: str) -> int:
    """Judge below a folder, with results for Allure in `allure`; how it ended."""
    at = arguments.index("--")
    return relaycert(
        folder,
        *("run", "--report-dir", "report", *arguments[:at]),
        *("--", "--alluredir", "allure", *arguments[at + 1 :]),
        env={"MY_KEY": KEY},
    ).returncode


def results(folder: Path) -> list[dict[str, Any]]:
    """Allure's results of a run, by their names."""
    paths = (folder / "allure").glob("*-result.json")
    read = [json.loads(path.read_text("utf-8")) for path in paths]
    return sorted(read, key=lambda result: str(result["name"]))


def labels(result: dict[str, Any], name: str) -> list[str]:
    """What one kind of label says."""
    return [row["value"] for row in result["labels"] if row["name"] == name]


def junit(folder: Path) -> list[tuple[str, dict[str, str], str]]:
    """Name, properties and trouble of each case in a run's JUnit file."""
    root = ElementTree.parse(folder / "report" / "junit.xml").getroot()
    return sorted(map(_case, root.iter("testcase")), key=lambda case: case[0])


def _case(case: ElementTree.Element) -> tuple[str, dict[str, str], str]:
    told = {row.attrib["name"]: row.attrib["value"] for row in case.iter("property")}
    trouble = [row.attrib.get("message", "") for row in case if row.tag != "properties"]
    return case.attrib["name"], told, " ".join(trouble)
