"""The reference relay speaks contracts that users wrote, as far as they say."""

from pathlib import Path

import httpx

from conformance.inputs.suite import Suite
from conformance.plugin.dialects import dialects, models_of
from conformance.relay import Relay, RelaySettings
from conformance.relay.contract_schemas import schema_of
from conformance.relay.dialect import Dialect
from conformance.relay.request_schemas import REQUESTS
from conformance.reporting.own_profiles import with_profiles
from conformance.tests.own_profile import LANTERN, lantern
from conformance.tests.packaged import SUITE

KEY = "sk-relaycert-own-dialect"
REFERENCE = SUITE.profiles["openai"]
FORMED = LANTERN.replace(
    'default = "wire/error-strict"',
    'default = "wire/error"\n"422" = "wire/http-validation-error"',
).replace("[statuses]", "[statuses]\nvalidation = [422]\nno-key = [403]")


def suite(folder: Path, text: str = LANTERN) -> Suite:
    """The packaged suite with the contract."""
    return with_profiles(SUITE, [lantern(folder, text)])


def answers(known: Suite, *bodies: dict[str, object]) -> list[httpx.Response]:
    """What a relay of the contract answers to chats of these fields."""
    settings = RelaySettings(key=KEY, profile="lantern", dialects=dialects(known))
    with Relay(settings) as relay, httpx.Client(timeout=10) as client:
        assert relay.base_url().endswith("/openai/v1")
        assert relay.base_url("openai").endswith("~openai/v1")
        url, auth = relay.base_url(), {"authorization": f"Bearer {KEY}"}
        listed = client.get(f"{url}/models", headers=auth).json()["data"]
        assert {"lantern/small", "lantern/vec-1"} <= {model["id"] for model in listed}
        said: dict[str, object] = {
            "model": "lantern/small",
            "messages": [{"role": "user", "content": "Hi."}],
        }
        chat = f"{url}/chat/completions"
        return [
            client.post(chat, json=said | more, headers=auth) for more in bodies
        ] + [client.post(chat, json=said)]


def test_it_serves_what_the_contract_says(tmp_path: Path) -> None:
    good, unknown, wrong, biased, keyless = answers(
        suite(tmp_path),
        {"logit_bias": None},
        {"model": "gone"},
        {"temperature": "hot"},
        {"logit_bias": {"1": 5}},
    )
    assert good.json()["model"] == "lantern/small"
    assert unknown.status_code == 404
    assert wrong.status_code == 400
    assert wrong.json()["error"]["param"] == "temperature"
    assert biased.status_code == 400
    assert biased.json()["error"]["param"] == "logit_bias"
    assert keyless.status_code == 401


def test_statuses_and_the_form_of_errors_are_those_of_the_contract(
    tmp_path: Path,
) -> None:
    wrong, keyless = answers(suite(tmp_path, FORMED), {"temperature": "hot"})
    assert wrong.status_code == 422
    assert wrong.json()["detail"][0]["loc"] == ["body", "temperature"]
    assert keyless.status_code == 403


def test_the_reference_contract_needs_no_file() -> None:
    packaged, bare = dialects(SUITE)["openai"], Dialect()
    assert (packaged.name, packaged.base) == (bare.name, bare.base)
    assert packaged.statuses == bare.statuses
    assert packaged.omits == bare.omits
    assert packaged.models == bare.models
    for endpoint in REQUESTS:
        named, plain = (dict(schema_of(d, endpoint)) for d in (packaged, bare))
        assert {*named.pop("required")} == {*plain.pop("required")}, endpoint
        assert named == plain, endpoint


def test_models_of_its_own_stand_for_their_kinds(tmp_path: Path) -> None:
    models = models_of(suite(tmp_path).profiles["lantern"], REFERENCE)
    assert models["chat"] == "lantern/small"
    assert models["embeddings"] == "lantern/vec-1"
    assert models["speech"] == models_of(SUITE.profiles["aitre"], REFERENCE)["speech"]
