"""Puts real output into the README: `python -m conformance.tests.update_readme`.

LiteLLM is installed for it, as for the tests marked `real`.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.plugin.flags import OPTIONS
from conformance.tests.real.litellm import KEY, litellm

README = Path(__file__).parents[2] / "README.md"
_RELAY_PORT = re.compile(r"127\.0\.0\.1:\d+")


def main() -> None:
    """Run what the README shows, and put its output there."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shown = {
            "run": _end_of(_output(home, "run"), "vmware-pais ─"),
            "explain": _output(home, "explain", "chat.stream.done"),
            "selftest": _end_of(_output(home, "selftest"), "", lines=2),
        }
    with litellm(README.parent / ".targets" / "litellm") as url:
        shown["litellm"] = _litellm(url)
    text = README.read_text("utf-8")
    for name, output in shown.items():
        text = replaced(text, f"output: {name}", f"```\n{output.rstrip()}\n```")
    README.write_text(replaced(text, "options", options_table()), "utf-8")


def options_table() -> str:
    """The options of `run`, as the README lists them."""
    rows = [
        f"| `{option.flag}{_argument(option.how)}` | {option.help} |"
        for option in OPTIONS
    ]
    return "\n".join(["| option | does |", "|---|---|", *rows])


def replaced(text: str, name: str, content: str) -> str:
    """`text` with the part between a mark and its end replaced."""
    pattern = re.compile(f"(<!-- {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    assert pattern.search(text), name
    return pattern.sub(lambda found: f"{found[1]}{content}\n{found[2]}", text)


def _argument(how: Mapping[str, Any]) -> str:
    metavar = how.get("metavar") or "/".join(how.get("choices") or ())
    return f" {metavar}" if metavar else ""


def _litellm(url: str) -> str:
    """One violation of LiteLLM in full, and its end."""
    with tempfile.TemporaryDirectory() as folder:
        output = _output(
            Path(folder),
            *("run", "--base-url", url, "--key-env", "RELAY_KEY"),
            *("--model", "gpt-4o-mini", "--report-dir", "report"),
        )
    first = output.index("MUST errors.envelope")
    shown = output[first:].split("\n\n")[0]
    table = output.split("\n\n")[1]
    return f"{table}\n\n{shown}\n\n[…]\n\n{output.rstrip().splitlines()[-2]}"


def _output(folder: Path, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "conformance", *arguments],
        cwd=folder,
        env=os.environ | {"COLUMNS": "80", "RELAY_KEY": KEY},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return _RELAY_PORT.sub("127.0.0.1:8089", ended.stdout)


def _end_of(output: str, begin: str, lines: int = 0) -> str:
    if lines:
        return "\n".join(output.rstrip().splitlines()[-lines:])
    return output[output.index(begin) :]


if __name__ == "__main__":
    main()
