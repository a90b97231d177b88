"""Fields that a profile refuses are drawn for one family of requests, not the other."""

from dataclasses import replace

from conformance.generation.accepted import accepted
from conformance.generation.families import families_here
from conformance.generation.refused import refused
from conformance.generation.refusing import broken, taken
from conformance.inputs.profile import Profile
from conformance.tests.packaged import SUITE

CHAT = families_here()["chat"]
PLAIN = SUITE.profiles["openai"]
ROUTE = PLAIN.fields["chat"]
REFUSED = {"refused": ("logit_bias", "top_logprobs", "lantern")}
OWN = replace(PLAIN, fields={"chat": {**ROUTE, **REFUSED}})
OFFERED = frozenset(PLAIN.knows)
LEAST = CHAT.minimal(PLAIN, "m")


def test_what_is_refused_is_in_no_request_that_has_to_succeed() -> None:
    def drawn(profile: Profile) -> set[str]:
        requests = accepted(CHAT, profile, "m", OFFERED, 0, 40)
        return {name for request in requests for name in request.json}

    assert {"logit_bias", "top_logprobs"} <= drawn(PLAIN)
    assert drawn(PLAIN) - drawn(OWN) == {"logit_bias", "top_logprobs"}


def test_each_refused_field_is_broken_once_and_in_no_other_way() -> None:
    about = [b.id for b in broken(CHAT, OWN) if b.field in OWN.refused("chat")]
    assert about == ["logit_bias.refused", "top_logprobs.refused", "lantern.refused"]
    requests = refused(CHAT, OWN, LEAST, OFFERED, 0, 200)
    sent = {
        request.purpose.statement: request.json
        for request in requests
        if request.purpose.field in OWN.refused("chat")
    }
    assert set(sent) == {f"{name} is not taken" for name in OWN.refused("chat")}
    for name in OWN.refused("chat"):
        assert sent[f"{name} is not taken"].keys() - LEAST.keys() == {name}


def test_without_refused_fields_nothing_is_changed() -> None:
    names = [one.name for one in CHAT.fields(PLAIN)]
    assert [one.name for one in taken(CHAT, PLAIN)] == names
    required = [f"{name}.required" for name in ROUTE["required"]]
    others = [b.id for b in CHAT.breaks(PLAIN)]
    assert [b.id for b in broken(CHAT, PLAIN)] == required + others


def test_a_field_that_is_not_required_may_be_left_out_or_empty() -> None:
    loose = replace(PLAIN, fields={"chat": {"required": ("messages",)}})
    gone = {b.id for b in broken(CHAT, PLAIN)} - {b.id for b in broken(CHAT, loose)}
    assert gone == {"model.required", "model.null", "model.empty"}


def test_where_the_fields_are_all_named_no_other_is_drawn() -> None:
    known = ("model", "messages", "max_tokens", "temperature")
    closed = replace(PLAIN, fields={"chat": {"known": known, "closed": True}})
    requests = accepted(CHAT, closed, "m", frozenset(), 0, 60)
    assert {name for request in requests for name in request.json} == set(known)
    named = {b.field for b in broken(CHAT, closed) if not b.capability}
    assert named <= {*known, "", "x_relaycert"}
