"""Compares what a bundle's junit.xml says with what judging again gave."""

from collections.abc import Collection, Iterator
from pathlib import Path
from xml.etree import ElementTree

from conformance.cli.verify.report import Difference

FILE = "junit.xml"
# When, where and how long; and from which folder pytest was started.
_OF_THE_MACHINE = ("time", "timestamp", "hostname", "classname")


def junit(
    folder: Path, again: Path, gone: Collection[str] = ()
) -> Iterator[Difference]:
    """Whether the file of a bundle, if it has one, says what it should.

    `gone` are requirements of which `again` does not tell: then only what is said of
    each item is compared, not the sums.
    """
    if not (folder / FILE).is_file():
        return
    try:
        same = _read(folder / FILE, gone) == _read(again / FILE, gone)
    except (OSError, ValueError, ElementTree.ParseError):
        yield Difference("unreadable", FILE, "it cannot be read as JUnit's XML")
        return
    if not same:
        yield Difference("rendered", FILE, "it is not what the recordings show")


def _read(path: Path, gone: Collection[str]) -> list[bytes]:
    """What is said of each item, and of all together, in an order of its own."""
    content = path.read_bytes()
    if b"<!" in content.replace(b"<![CDATA[", b""):
        raise ValueError("a declaration can make much out of little")
    root = ElementTree.fromstring(content)
    for element in root.iter():
        _forget_the_machine(element)
    cases = [case for case in root.iter("testcase") if _about(case) not in gone]
    sums = [] if gone else [_without_cases(suite) for suite in root.iter("testsuite")]
    written = sorted(ElementTree.tostring(case) for case in cases)
    return [*written, *(ElementTree.tostring(suite) for suite in sums)]


def _about(case: ElementTree.Element) -> str:
    """The requirement that an item judges."""
    about = (p for p in case.iter("property") if p.get("name") == "requirement")
    return next((p.get("value", "") for p in about), "")


def _forget_the_machine(element: ElementTree.Element) -> None:
    for name in _OF_THE_MACHINE:
        element.attrib.pop(name, None)
    element.text = ""  # the message again, below lines of our code
    if element.tag == "error":  # a loss names the folder of its recording
        element.attrib.pop("message", None)
    for child in [child for child in element if child.tag.startswith("system-")]:
        element.remove(child)  # what pytest was asked to keep besides


def _without_cases(suite: ElementTree.Element) -> ElementTree.Element:
    for case in list(suite.iter("testcase")):
        suite.remove(case)
    return suite
