"""What is between relay and upstream stays there (source: owasp/api-security)."""

from conformance import MUST, Blocked, Recording, Verbatim, Violation, requirement
from conformance.core.marks import KEY_MARK
from conformance.requirements.instruments import relayed

CASES = ("upstream/*", "limits/upstream")
COOKIE = "relaycert_upstream"  # of the stand-in for the upstream
LEAKED = "Whoever has the key uses the upstream at the relay's cost."


@requirement(
    "security.upstream-key.body",
    MUST,
    on=CASES,
    source="owasp/api-security#unsafe-consumption",
    breaks=LEAKED,
    fix="Write error messages of your own; hand no request's address or headers on.",
)
def test_body_does_not_hold_the_upstream_key(recording: Recording) -> None:
    """No body holds the key that the relay shows to its upstream."""
    relayed(recording)
    said = recording.last.body.decode("utf-8", "replace")
    if KEY_MARK in said:
        place = said.index(KEY_MARK)
        got = Verbatim(f"…{said[max(place - 60, 0) : place + 40]}…")
        raise Violation("a body without the upstream's key", got=got, at="the body")


@requirement(
    "security.upstream-key.header",
    MUST,
    on=CASES,
    source="owasp/api-security#unsafe-consumption",
    breaks=LEAKED,
    fix="Choose which headers you send; hand none on that you do not know.",
)
def test_header_does_not_hold_the_upstream_key(recording: Recording) -> None:
    """No header holds the key that the relay shows to its upstream."""
    relayed(recording)
    for name, value in recording.last.response.headers:
        if KEY_MARK in value:
            got, expected = Verbatim(value), "a header without the upstream's key"
            raise Violation(expected, got, at=name)


@requirement(
    "security.upstream-cookie",
    MUST,
    on="upstream/headers",
    source="owasp/api-security#unsafe-consumption",
    breaks="Clients of one relay get, and send back, the relay's own session.",
    fix="Drop `Set-Cookie` of the upstream.",
)
def test_cookie_of_the_upstream_is_dropped(recording: Recording) -> None:
    """A cookie that the upstream sets does not reach the client."""
    relayed(recording)
    if not recording.last.accepted:
        raise Blocked(f"the request was refused ({recording.last.status})")
    got = recording.last.header("set-cookie")
    if COOKIE in got:
        raise Violation("no cookie of the upstream", Verbatim(got), at="Set-Cookie")
