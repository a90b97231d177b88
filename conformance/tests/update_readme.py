"""Puts real output, and the project's own files, into the pages written by hand.

`python -m conformance.tests.update_readme` renews everything; with names after it, such
as `excerpts` or `run costs`, only these. `litellm` installs LiteLLM, as the tests do
that are marked `real`.
"""

import ast
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from conformance.plugin.dialects import models_of
from conformance.relay import Relay, RelaySettings
from conformance.tests.packaged import SUITE
from conformance.tests.processes import completed
from conformance.tests.real.litellm import KEY, litellm

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = (
    README,
    ROOT / ".github" / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("**/*.md")),
)
# What costs money or is optional is judged only if the target's file claims it.
EVERYTHING = 'claims = ["all"]\n'
_CHAT = {"chat": "reference-chat"}
_RELAY_PORT = re.compile(r"127\.0\.0\.1:\d+")
_EXCERPT = re.compile(r"<!-- (file|code): (\S+) -->\n.*?<!-- end -->", re.DOTALL)


def main(names: tuple[str, ...]) -> None:
    """Renew what is named, or everything, in every page."""
    for path in PAGES:
        path.write_text(with_excerpts(path.read_text("utf-8")), "utf-8")
    for name in names or tuple(OUTPUTS):
        if name != "excerpts":
            for mark, content in OUTPUTS[name]():
                _put(f"output: {mark}", content)


def with_excerpts(text: str) -> str:
    """A page with each excerpt as the file that it comes from has it now."""

    def renewed(mark: re.Match[str]) -> str:
        kind, place = mark[1], mark[2]
        content = _file(place) if kind == "file" else _code(place)
        return f"<!-- {kind}: {place} -->\n{content}\n<!-- end -->"

    return _EXCERPT.sub(renewed, text)


def _file(place: str) -> str:
    path = ROOT / place
    return _block(path.read_text("utf-8"), path.suffix.removeprefix("."))


def _code(place: str) -> str:
    """A function of a file with its decorators: `PATH::NAME`."""
    file, _, name = place.partition("::")
    text = (ROOT / file).read_text("utf-8")
    (function,) = (
        statement
        for statement in ast.parse(text).body
        if isinstance(statement, ast.FunctionDef) and statement.name == name
    )
    first = min([function.lineno, *(node.lineno for node in function.decorator_list)])
    return _block("\n".join(text.splitlines()[first - 1 : function.end_lineno]), "py")


def _block(text: str, language: str = "") -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def _put(mark: str, content: str) -> None:
    """Put a content between its mark and the end, in the pages that have it."""
    pattern = re.compile(f"(<!-- {re.escape(mark)} -->\n).*?(<!-- end -->)", re.DOTALL)
    holders = [path for path in PAGES if pattern.search(path.read_text("utf-8"))]
    assert holders, f"no page has the mark {mark!r}"
    for path in holders:
        text = path.read_text("utf-8")
        renewed = pattern.sub(lambda part: f"{part[1]}{content}\n{part[2]}", text)
        path.write_text(renewed, "utf-8")


Outputs = Iterator[tuple[str, str]]


def _run() -> Outputs:
    """Judging the reference relay: the last profile's table, and the conclusions."""
    with tempfile.TemporaryDirectory() as home:
        output = _printed(home, "run")
    end = output[output.index("aitre: ") :]
    yield "run", _block(output[output.index("openai+thinker-5 ─") :])
    yield "run, its end", _block(end)


def _explain() -> Outputs:
    with tempfile.TemporaryDirectory() as home:
        yield "explain", _block(_printed(home, "explain", "chat.stream.done"))


def _tests() -> Outputs:
    """The last line of the quick tests."""
    command = (sys.executable, "-m", "pytest", "-q", "conformance/tests")
    ended = completed(command, ROOT, limit=3600)
    assert ended.returncode == 0, ended.stdout
    yield "tests", _block(ended.stdout.rstrip().splitlines()[-1])


def _costs() -> Outputs:
    """What judging the reference relay costs, from the report's own figures."""
    rows = [
        ("texts and embeddings", "", ()),
        ("the same without generated requests (`--examples 0`)", "", ("--examples=0",)),
        ("everything, media included (`--claim all`)", EVERYTHING, ()),
    ]
    lines = ["| judged | requests | tokens | seconds |", "|---|---|---|---|"]
    with Relay(RelaySettings(key=KEY)) as relay:
        for judged, claims, options in rows:
            usage = _usage(relay.base_url("openai"), claims, options)
            tokens = usage["prompt_tokens"] + usage["completion_tokens"]
            seconds = round(usage["seconds"])
            lines.append(f"| {judged} | {usage['requests']} | {tokens} | {seconds} |")
    yield "costs", "\n".join(lines)


def _usage(url: str, claims: str, options: tuple[str, ...]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        reference = SUITE.profiles["openai"]
        models = models_of(reference, reference)
        _judged(home, "report", url, *options, models=models, claims=claims)
        report = json.loads((Path(home) / "report" / "report.json").read_text("utf-8"))
    usage: dict[str, Any] = report["targets"][0]["usage"]
    return usage


def _judged(
    home: str,
    name: str,
    url: str,
    *options: str,
    models: Mapping[str, str] = _CHAT,
    claims: str = "",
) -> str:
    """What judging a target prints; its report goes to a folder of its name."""
    named = "".join(f'{kind} = "{model}"\n' for kind, model in models.items())
    (Path(home) / f"{name}.toml").write_text(
        f'name = "{name}"\nbase_url = "{url}"\nprofile = "openai"\n'
        f'key_env = "RELAY_KEY"\n{claims}[models]\n{named}'
    )
    target = ("--target", f"{name}.toml", "--report-dir", name)
    return _printed(home, "run", *target, *options)


def _litellm() -> Outputs:
    """LiteLLM judged, and held against the reference relay."""
    with (
        tempfile.TemporaryDirectory() as home,
        litellm(ROOT / ".targets" / "litellm") as url,
        Relay(RelaySettings(key=KEY)) as relay,
    ):
        both = {**_CHAT, "completions": _CHAT["chat"]}
        _judged(home, "reference", relay.base_url("openai"), models=both)
        output = _judged(home, "litellm", url, models=both)
        first = output.split("\nMUST ")[1].split("\n\n")[0]
        table = output.split("\n\n")[1]
        end = output.rstrip().splitlines()[-2]
        yield "litellm", _block(f"{table}\n\nMUST {first}\n\n[…]\n\n{end}")
        reports = ("reference", "litellm")
        compared = _printed(home, "compare", *reports, "--out", "comparison")
        yield "compare", _block(_shortened(compared))
        yield "diff", _block(_shortened(_printed(home, "diff", *reports)))


def _shortened(output: str, lines: int = 22) -> str:
    shown = output.rstrip().splitlines()
    return "\n".join([*shown[:lines], "[…]"] if len(shown) > lines else shown)


def _selftest() -> Outputs:
    """The last lines of the whole self-test, which takes minutes."""
    with tempfile.TemporaryDirectory() as home:
        output = _printed(home, "selftest")
    yield "selftest", _block("\n".join(output.rstrip().splitlines()[-3:]))


def _printed(home: str, *arguments: str) -> str:
    command = (sys.executable, "-m", "conformance", *arguments)
    ended = completed(command, Path(home), {"RELAY_KEY": KEY}, limit=3600)
    return _RELAY_PORT.sub("127.0.0.1:8089", ended.stdout)


OUTPUTS: Mapping[str, Callable[[], Outputs]] = {
    "run": _run,
    "explain": _explain,
    "tests": _tests,
    "costs": _costs,
    "litellm": _litellm,
    "selftest": _selftest,
}


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
