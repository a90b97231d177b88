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
OWN = replace(
    PLAIN, fields={"chat": {"refused": ("logit_bias", "top_logprobs", "lantern")}}
)
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
    assert [b.id for b in broken(CHAT, PLAIN)] == [b.id for b in CHAT.breaks(PLAIN)]
