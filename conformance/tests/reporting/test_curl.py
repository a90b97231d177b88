"""Curl lines that a shell reads as they were sent, with the key as a variable."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.core.exchange import Exchange
from conformance.core.marks import MARK
from conformance.core.message import Headers, Request, Response
from conformance.formats.payload import of_form
from conformance.reporting.curl import curl_line

pytestmark = pytest.mark.process

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
        *("-H", "X-A: b c", "--data-raw", '{"a": "it\'s"}'),
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


def test_a_huge_body_is_cut_and_says_so() -> None:
    line = curl_line(sent(b"x" * 100_000), "KEY")
    assert len(line) < 21_000
    assert arguments(line)[-1].endswith("…")


def test_a_form_is_sent_by_its_parts() -> None:
    form = {
        "file": {"file": "spoken.mp3", "type": "audio/mpeg"},
        "model": "whisper-1",
        "tags[]": ["it's", "@b"],
    }
    made = of_form(form)
    line = curl_line(sent(made.data, (("Content-Type", made.type),)), "KEY")
    assert arguments(line)[6:] == [
        *("-F", "file=@spoken.mp3;type=audio/mpeg"),
        *("--form-string", "model=whisper-1"),
        *("--form-string", "tags[]=it's"),
        *("--form-string", "tags[]=@b"),
    ]
