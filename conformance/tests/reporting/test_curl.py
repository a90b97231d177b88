"""Curl lines that a shell reads as they were sent, with the key as a variable."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.core.exchange import Exchange
from conformance.core.marks import MARK, WITHHELD
from conformance.core.message import Headers, Request, Response
from conformance.formats.payload import of_form
from conformance.reporting.curl import curl_line

pytestmark = pytest.mark.process

TYPED: Headers = (("Content-Type", "application/json"),)
AUTHORIZED: Headers = (("Authorization", f"Bearer {MARK}"),)


def sent(
    body: bytes = b"",
    headers: Headers = (),
    method: str = "POST",
    url: str = "http://h/v1",
) -> Exchange:
    """An exchange whose request is this one."""
    return Exchange("create", Request(method, url, headers, body), Response(200, ()))


def arguments(line: str) -> list[str]:
    """What curl would be given, as a real shell splits the line."""
    script = line.replace("curl ", "printf '%s\\0' ", 1)
    shell = ["/bin/sh", "-c", script]
    done = subprocess.run(
        shell, capture_output=True, check=True, env={"KEY": "k' \"$x"}
    )
    return done.stdout.decode().split("\0")[:-1]


def test_a_line_holds_method_url_headers_and_body() -> None:
    line = curl_line(sent(b'{"a": "it\'s"}', (("X-A", "b c"),)), "KEY")
    assert arguments(line) == [
        *("-sS", "-i", "-N", "-X", "POST", "http://h/v1"),
        *("-H", "X-A: b c", "-H", "Content-Type:"),
        *("--data-raw", '{"a": "it\'s"}'),
    ]


def test_the_key_stands_as_a_variable() -> None:
    line = curl_line(sent(b"", AUTHORIZED), "KEY")
    assert "${KEY}" in line
    assert MARK not in line
    assert arguments(line)[-1] == "Authorization: Bearer k' \"$x"


def test_without_a_variable_the_mark_stays() -> None:
    assert arguments(curl_line(sent(b"", AUTHORIZED), ""))[-1].endswith(MARK)


@settings(max_examples=25)
@given(text=st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20))
def test_no_body_breaks_out_of_its_quotes(text: str) -> None:
    line = curl_line(sent(f"a{text}{MARK}$(id)`id`'".encode()), "KEY")
    assert arguments(line)[-1] == f"a{text}k' \"$x$(id)`id`'"


def test_no_url_breaks_out_of_its_quotes() -> None:
    line = curl_line(sent(url="http://h/v1/'; id #"), "KEY")
    assert arguments(line)[-1] == "http://h/v1/'; id #"


@pytest.mark.parametrize(
    ("method", "expected"), [("GET", []), ("HEAD", ["--head"]), ("PUT", ["-X", "PUT"])]
)
def test_each_method_is_one_that_curl_can_do(method: str, expected: list[str]) -> None:
    line = curl_line(sent(method=method), "KEY")
    assert arguments(line)[3:-1] == expected


def test_a_huge_body_is_left_out_and_never_cut() -> None:
    line = curl_line(sent(b"x" * 100_000, TYPED), "KEY")
    assert arguments(line)[-2:] == ["--data-binary", "@body"]
    assert line.endswith(
        "# left out: the body of 100000 bytes, which the recording holds"
    )


@settings(max_examples=25)
@given(body=st.binary(min_size=1, max_size=40))
def test_any_bytes_are_sent_as_they_were(body: bytes) -> None:
    line = curl_line(sent(body, TYPED), "KEY")
    if not line.startswith("printf"):
        assert arguments(line)[-1].encode() == body
        return
    writing, _, reading = line.partition(" | curl ")
    assert reading.endswith("--data-binary @-")
    assert (
        subprocess.run(["/bin/sh", "-c", writing], capture_output=True).stdout == body
    )


def test_a_body_without_a_type_gets_none_from_curl() -> None:
    assert arguments(curl_line(sent(b"{}"), "KEY"))[6:8] == ["-H", "Content-Type:"]
    assert "Content-Type:" not in arguments(curl_line(sent(b"{}", TYPED), "KEY"))


def test_a_body_does_not_make_another_method_of_a_get() -> None:
    assert arguments(curl_line(sent(b"{}", method="GET"), "KEY"))[3:5] == ["-X", "GET"]


def test_a_header_that_is_withheld_is_left_out_and_named() -> None:
    withheld = (("X-Tenant", WITHHELD), ("X-A", "b"))
    line = curl_line(sent(headers=withheld), "KEY")
    assert arguments(line)[-2:] == ["-H", "X-A: b"]
    assert line.endswith("# left out: the header X-Tenant, whose value is withheld")


def test_what_is_special_of_a_request_stands_behind_the_line() -> None:
    line = curl_line(sent(), "KEY", ["one of 2 requests of the recording"])
    assert line.endswith(" # one of 2 requests of the recording")
    assert arguments(line) == arguments(curl_line(sent(), "KEY"))


def test_a_file_that_is_sent_by_another_name_is_read_by_its_own() -> None:
    picture = {"file": "red.png", "type": "audio/mpeg", "name": "spoken.mp3"}
    made = of_form({"file": picture})
    line = curl_line(sent(made.data, (("Content-Type", made.type),)), "KEY")
    assert arguments(line)[-1] == "file=@red.png;filename=spoken.mp3;type=audio/mpeg"


def test_a_form_is_sent_by_its_parts() -> None:
    form = {
        "file": {"file": "spoken.mp3", "type": "audio/mpeg"},
        "model": "whisper-1",
        "tags[]": ["it's", "@b"],
    }
    made = of_form(form)
    line = curl_line(sent(made.data, (("Content-Type", made.type),)), "KEY")
    assert line.endswith(" # the files lie in cases/files of the suite")
    assert arguments(line)[6:] == [
        *("-F", "file=@spoken.mp3;type=audio/mpeg"),
        *("--form-string", "model=whisper-1"),
        *("--form-string", "tags[]=it's"),
        *("--form-string", "tags[]=@b"),
    ]
