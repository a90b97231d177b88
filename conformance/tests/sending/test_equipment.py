"""Instruments from a target's file to the verdict: given, missing, kept, replayed."""

from pathlib import Path
from typing import Any

import pytest

from conformance.core.exceptions import NotEquipped, NotOffered, NotRecorded
from conformance.core.exchange import Recording
from conformance.core.message import Response
from conformance.core.requirement import MUST, Requirement
from conformance.core.verdict import NotTestedReason, Verdict
from conformance.formats.template import Words, expanded
from conformance.inputs.capability import Capability
from conformance.inputs.case import Instrument
from conformance.inputs.target import InstrumentSettings, make_target
from conformance.plugin.endings import ending
from conformance.sending.applicability import (
    check_applicable,
    check_recording,
    is_sent,
)
from conformance.sending.models import Get
from conformance.sending.replay import replays, save_target
from conformance.sending.store import Store
from conformance.tests.helpers import a_case, a_suite, a_target, an_exchange

UPSTREAM: dict[str, Any] = {"upstream": "127.0.0.1:9099", "upstream_model": "relayed"}
CASE = a_case("upstream/answers", instrument=Instrument.UPSTREAM)
SUITE = a_suite(CASE)
OWN = Requirement("upstream.death", MUST, ("upstream/*",), "a/b#c", "Fix it.")
OTHER = Requirement("http.whole", MUST, ("*",), "a/b#c", "Fix it.")
LIMIT = Requirement("limits.retry-after", MUST, ("*",), "a/b#c", "Fix it.")


def nothing() -> Get:
    """A source that is never to be asked."""

    def get(name: str) -> Recording:
        raise AssertionError(name)

    return get


def made(instruments: dict[str, Any]) -> InstrumentSettings:
    """The equipment that a target's file describes."""
    raw = {"base_url": "http://relay.test/v1", "profile": "openai"}
    found = make_target(raw | {"instruments": instruments}, "here", "relay", SUITE)
    return found.equipment


def test_a_file_gives_instruments() -> None:
    assert made({}) == InstrumentSettings()
    assert made(UPSTREAM) == InstrumentSettings(**UPSTREAM)
    key = {"second_key_env": "SECOND", "second_key_models": ["small"]}
    assert made(key).second_key_models == ("small",)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"upstream": "127.0.0.1:9099"}, "upstream_model"),
        ({"second_key_env": "SECOND"}, "second_key_models"),
        ({"listener": "everywhere"}, "instruments.listener"),
        ({"listener": "0.0.0.0:9098"}, "instruments.listener"),
        ({"second_key_env": "sk-1", "second_key_models": ["m"]}, "second_key_env"),
    ],
)
def test_a_half_given_instrument_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(pytest.UsageError, match=told):
        made(wrong)


def test_a_case_without_its_instrument_is_not_sent() -> None:
    bare, equipped = a_target(), a_target(equipment=InstrumentSettings(**UPSTREAM))
    assert not is_sent(CASE, bare, SUITE)
    assert is_sent(CASE, equipped, SUITE)
    check_applicable(CASE, equipped, SUITE, nothing())
    with pytest.raises(NotEquipped):
        check_applicable(CASE, bare, SUITE, nothing())


def test_a_missing_instrument_leaves_the_run_complete() -> None:
    found = ending(NotEquipped("needs a listener"))
    assert found
    assert (found.verdict, found.lack) == (
        Verdict.NOT_TESTED,
        NotTestedReason.INSTRUMENT,
    )


def test_what_is_costly_is_sent_only_where_it_is_claimed() -> None:
    costly = Capability("images", "Dear.", "images/minimal", (), costly=True)
    suite = a_suite(capabilities={"images": costly})
    case = a_case("images/minimal", needs=("images",))
    assert not is_sent(case, a_target(), suite)
    assert is_sent(case, a_target(claims=("images",)), suite)
    with pytest.raises(NotOffered, match="--claim images"):
        check_applicable(case, a_target(), suite, nothing())


def recorded(status: int = 200, cut: str = "") -> Recording:
    """A recording of the case with this answer."""
    exchange = an_exchange(status)
    response = Response(status, (), exchange.response.pieces, cut=cut)
    ended = type(exchange)("create", exchange.request, response)
    return Recording(CASE.name, "relay", (ended,), {"upstream": [{"ended": "died"}]})


def test_an_answer_that_may_break_is_judged_so_by_its_own_area_only() -> None:
    case = a_case("upstream/dies", may_break=True)
    broken = recorded(cut="the connection broke")
    check_recording(case, a_target(), SUITE, broken, OWN, nothing())
    check_recording(case, a_target(), SUITE, recorded(), OTHER, nothing())
    with pytest.raises(NotOffered):
        check_recording(case, a_target(), SUITE, broken, OTHER, nothing())
    check_recording(CASE, a_target(), SUITE, broken, OTHER, nothing())


def test_a_limit_that_was_asked_for_hides_nothing() -> None:
    asked = a_case("limits/upstream", status="rate-limit")
    check_recording(asked, a_target(), SUITE, recorded(429), OTHER, nothing())
    check_recording(CASE, a_target(), SUITE, recorded(429), LIMIT, nothing())
    with pytest.raises(NotRecorded, match="429"):
        check_recording(CASE, a_target(), SUITE, recorded(429), OTHER, nothing())


def test_observations_are_kept_and_sealed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save(CASE, recorded())
    assert store.load(CASE, "relay").observations == {"upstream": [{"ended": "died"}]}
    path = store.path(CASE.name)
    path.write_text(path.read_text().replace("died", "whole"))
    with pytest.raises(NotRecorded, match="was changed after it was written"):
        store.load(CASE, "relay")


def test_a_replay_knows_which_instruments_there_were(tmp_path: Path) -> None:
    raw = {"base_url": "http://relay.test/v1", "profile": "openai"}
    bare = make_target(raw, "here", "bare", SUITE)
    equipped = make_target(raw | {"instruments": UPSTREAM}, "here", "equipped", SUITE)
    for target in (bare, equipped):
        save_target(target, tmp_path / "recordings" / target.slug)
    found = {replay.target.name: replay for replay in replays(tmp_path, SUITE)}
    assert found["equipped"].target.equipment == InstrumentSettings(**UPSTREAM)
    with pytest.raises(NotEquipped):
        found["bare"].get("upstream/answers")
    with pytest.raises(NotRecorded):
        found["equipped"].get("upstream/answers")


def test_fillers_are_words() -> None:
    assert len(Words()["500"].split()) == 500
    assert len(expanded("a ${words.40} ${models.chat}").split()) == 42
    with pytest.raises(KeyError):
        Words()["many"]
