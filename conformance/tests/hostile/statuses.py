"""Statuses for ever, with heads that no server means."""

from conformance.tests.hostile.behaviour import (
    JSON,
    SMALL,
    Behaviour,
    add,
    hostile,
    whole,
)
from conformance.tests.hostile.listener import Script
from conformance.tests.server import CLOSE, Heard, Part

HTML = "Content-Type: text/html"
AFTER = {
    "1e400": "1e400",
    "negative": "-1",
    "10-9": "1000000000",
    "digits": "9" * 5000,
    "date": "Fri, 31 Dec 9999 23:59:59 GMT",
    "bad-date": "Fri, 99 Foo 99999999999999 99:99:99 GMT",
    "empty": "",
}


def busy(status: int, after: str) -> Script:
    """A server that is busy for ever."""

    def script(_: Heard) -> list[Part]:
        lines = (JSON, f"Retry-After: {after}")
        return whole(b'{"error":{"message":"busy"}}', *lines, status=f"{status} Busy")

    return script


for name, value in AFTER.items():
    add(
        Behaviour(
            f"busy-until-{name}",
            busy(429 if len(name) % 2 else 503, value),
            "429|503",
            select=SMALL,
        )
    )


@hostile("401|refuses the key", route="", select=SMALL)
def refuses_the_key_for_ever(_: Heard) -> list[Part]:
    return whole(b'{"error":{"message":"no"}}', status="401 No")


@hostile("204", route="", select=SMALL)
def no_content_for_ever(_: Heard) -> list[Part]:
    return whole(b"", status="204 No Content")


@hostile("html|HTML|JSON", route="", select=SMALL)
def html_for_ever(_: Heard) -> list[Part]:
    return whole(b"<html><script>alert(1)</script></html>", HTML)


def redirects(to: str) -> list[Part]:
    """A redirect."""
    return whole(b"", f"Location: {to}", status="307 There")


@hostile("307")
def redirect_to_another_host(_: Heard) -> list[Part]:
    return redirects("http://192.0.2.1:9/v1/chat/completions")


@hostile("307")
def redirect_to_itself(heard: Heard) -> list[Part]:
    return redirects(heard.path)


@hostile("307")
def redirect_to_a_file(_: Heard) -> list[Part]:
    return redirects("file:///etc/passwd")


@hostile("307")
def redirect_to_nonsense(_: Heard) -> list[Part]:
    return redirects("http://[::1" + "x" * 5000)


@hostile("connection|answer", route="", select=SMALL)
def dies_at_once(_: Heard) -> list[Part]:
    return [CLOSE]
