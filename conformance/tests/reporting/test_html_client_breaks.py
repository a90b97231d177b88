"""What violations mean for clients, on the page."""

from pathlib import Path
from urllib.parse import unquote

from conformance.formats.escape import visible
from conformance.reporting.clients import clients, journeys
from conformance.reporting.document import Report
from conformance.reporting.html import client_breaks, render, view
from conformance.reporting.html.client_breaks import ClientFate
from conformance.tests.browser.made import broken
from conformance.tests.helpers import a_target
from conformance.tests.reports import HOSTILE, a_report, an_outcome, judge, violated

NOWHERE = Path("nowhere")
HELPED = journeys()["stream-helper"]
ASKED = sorted({b.requirement for client in clients() for b in client.breaks})


def shown(report: Report, number: int = 0) -> dict[str, ClientFate]:
    """The clients of a target, by their titles."""
    seen = view.views(report)
    return {
        one.title: one for one in client_breaks.clients(seen[number], len(seen) > 1)
    }


def test_a_break_has_its_requirement_its_journey_and_what_comes_of_it() -> None:
    found = shown(a_report(judge(violated("chat.stream.object", kind="other"))))
    made = found["OpenAI's client for Python"]
    assert (made.mark, made.fate) == ("must", "breaks")
    (one,) = made.breaks
    assert (one.requirement, one.link) == ("chat.stream.object", "#chat.stream.object")
    assert one.moments == ((HELPED, "raises AssertionError, without a word"),)
    assert not one.waived


def test_what_several_faults_show_of_a_requirement_stands_together() -> None:
    kinds = ("not-json", "no-events")
    both = (
        violated("chat.stream.json-events", kind=kind, case=f"chat/stream-{kind}")
        for kind in kinds
    )
    found = shown(a_report(judge(*both)))
    (one,) = found["OpenAI's client for Python"].breaks
    ((journey, does),) = one.moments
    assert journey == journeys()["stream"]
    assert does.split("; or ") == [
        "raises JSONDecodeError in the middle of the stream",
        "gives no chunk, and no error",
    ]


def test_a_waived_violation_breaks_as_well_and_says_so() -> None:
    (one,) = shown(broken(NOWHERE), 1)["LiteLLM as a client"].breaks
    assert not one.waived
    *_, role = shown(broken(NOWHERE), 1)["OpenAI's client for Node"].breaks
    assert (role.requirement, role.waived) == ("chat.stream.role", True)
    assert " (waived)" in render(broken(NOWHERE), NOWHERE)


def test_of_several_targets_a_link_names_its_own() -> None:
    names = [f"relay &#=%/ {text}" for text in HOSTILE[:4]]
    told = (
        judge(
            violated("chat.stream.object", target=n, kind="other"),
            target=a_target(name=n),
        )
        for n in names
    )
    report = a_report(*told)
    for number, name in enumerate(names):
        link = shown(report, number)["OpenAI's client for Python"].breaks[0].link
        id, _, target = link.partition("&target=")
        assert id == "#chat.stream.object"
        assert not set(target) & set("&#=<>\"' ")
        assert unquote(target) == visible(name)


def test_a_client_that_nothing_breaks_works() -> None:
    report = a_report(judge(*map(an_outcome, ASKED)))
    assert {(c.mark, c.fate) for c in shown(report).values()} == {("pass", "works")}
    page = render(report, NOWHERE)
    assert page.count("Nothing known to break it is violated.") == 5
    assert "Could break it, but not judged" not in page


def test_a_client_of_which_too_little_is_known_is_not_said_to_work() -> None:
    report = a_report(judge(*map(an_outcome, ASKED[1:])))
    unsure = [c for c in shown(report).values() if c.untested]
    assert unsure
    for one in unsure:
        assert (one.mark, one.fate) == ("not-tested", "no break found")
        assert one.untested == (ASKED[0],)
    page = render(report, NOWHERE)
    assert page.count("Could break it, but not judged: 1 requirement (") == len(unsure)


def test_a_violation_of_another_kind_is_said_to_be_one() -> None:
    odd = violated("chat.stream.object", kind="odd")
    passed = (an_outcome(id) for id in ASKED if id != odd.requirement)
    report = a_report(judge(odd, *passed))
    made = shown(report)["OpenAI's client for Python"]
    assert (made.mark, made.fate) == ("not-tested", "no break found")
    assert (made.breaks, made.otherwise) == ((), (odd.requirement,))
    page = render(report, NOWHERE)
    words = "Violated in a way that it was not seen to meet: 1 requirement"
    assert page.count(words) == 1


def test_each_target_has_a_row_for_each_client() -> None:
    page = render(broken(NOWHERE), NOWHERE)
    assert page.count('<th scope="row"') == 2 * len(clients())
    assert page.count("What it means for clients") == 2
