"""Write down the ids of a release: `python -m conformance.tests.requirement_ids`."""

from conformance.tests.linting import ENTRIES
from conformance.tests.test_requirements import RELEASED

if __name__ == "__main__":
    lines = [f"{entry.id} {entry.requirement.level}\n" for entry in ENTRIES]
    RELEASED.write_text("".join(lines), "utf-8")
