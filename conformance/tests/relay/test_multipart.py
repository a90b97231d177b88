"""Forms: bytes become parts, and what is no form is refused."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.relay import Relay
from conformance.relay.multipart import FormPart, NotForm, read_form

BOUNDARY = "multipart/form-data; boundary=edge"
NAMES = st.text("abcdefgh[]_", min_size=1, max_size=12)
ROUTES = (
    "/audio/transcriptions",
    "/audio/translations",
    "/images/edits",
)


def sent(files: list[tuple[str, tuple[str | None, bytes, str]]]) -> httpx.Request:
    """A form as a client sends it."""
    return httpx.Request("POST", "http://form.invalid", files=files)


@given(st.lists(st.tuples(NAMES, st.binary(max_size=200)), min_size=1, max_size=4))
def test_what_a_client_sends_is_read_back(given: list[tuple[str, bytes]]) -> None:
    request = sent([(name, ("a.mp3", data, "audio/mpeg")) for name, data in given])
    parts = read_form(request.read(), request.headers["content-type"])
    assert parts == tuple(
        FormPart(name, data, "a.mp3", "audio/mpeg") for name, data in given
    )


def test_a_text_has_no_name_of_a_file() -> None:
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="n"\r\n\r\n2\r\n--edge--\r\n'
    )
    assert read_form(body, BOUNDARY) == (FormPart("n", b"2"),)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no form at all",
        b'--edge\r\nContent-Disposition: form-data; name="n"\r\n\r\n2',
        b"--edge\r\nContent-Type: text/plain\r\n\r\n2\r\n--edge--\r\n",
    ],
    ids=["empty", "garbage", "unfinished", "nameless"],
)
def test_what_is_no_form_is_not_read(body: bytes) -> None:
    with pytest.raises(NotForm):
        read_form(body, BOUNDARY)


def test_a_form_needs_a_boundary() -> None:
    with pytest.raises(NotForm, match="boundary"):
        read_form(b"--edge--\r\n", "multipart/form-data")


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("kind", ["application/json", "text/plain", BOUNDARY])
def test_a_route_for_forms_takes_nothing_else(
    relay: Relay, http: httpx.Client, path: str, kind: str
) -> None:
    answer = http.post(
        relay.base_url("openai") + path, content=b"{}", headers={"Content-Type": kind}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize("dialect", ["openai", "vmware-pais"])
def test_a_route_for_json_takes_no_form(
    relay: Relay, http: httpx.Client, dialect: str
) -> None:
    files = {"model": (None, b"text-embedding-3-small"), "input": (None, b"Hi")}
    answer = http.post(relay.base_url(dialect) + "/embeddings", files=files)
    assert answer.status_code == {"openai": 400, "vmware-pais": 422}[dialect]
    assert answer.json().keys() & {"error", "detail"}
