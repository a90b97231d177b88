"""Goes on journeys with a client for Python: prints a line of JSON for each."""

import contextlib
import importlib
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any


def main() -> None:
    job: dict[str, Any] = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):  # a client's own words are no result
        journeys = importlib.import_module(sys.argv[1]).JOURNEYS
        came = [
            _came_of(journeys[asked["journey"]], job | asked) for asked in job["going"]
        ]
    sys.stdout.writelines(json.dumps(one) + "\n" for one in came)


def _came_of(
    journey: Callable[[Mapping[str, Any]], object], job: Mapping[str, Any]
) -> dict[str, Any]:
    try:
        return {"result": journey(job)}
    except Exception as error:  # whatever a program would meet
        return {"error": type(error).__name__, "text": str(error)}


if __name__ == "__main__":
    main()
