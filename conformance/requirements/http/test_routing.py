"""The transport: paths and methods (source: openai/errors#unknown-path)."""

from urllib.parse import urljoin, urlsplit

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Case,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Violation,
    requirement,
    same_answer,
)
from conformance.requirements.reading import has_json_type, header_of
from conformance.requirements.refusals import is_refused, promises_json, refused

_KEEPS_METHOD = (307, 308)


@requirement(
    "http.unknown-path",
    SHOULD,
    on="http/unknown-path",
    source="openai/errors#unknown-path",
    fix="Answer paths that you do not route with 404.",
)
def test_unknown_path_is_refused(exchange: Exchange, beside: Recording | None) -> None:
    """A path that is not routed is refused with a 4xx."""
    is_refused(exchange, beside)


@requirement(
    "http.wrong-method",
    SHOULD,
    on="http/wrong-method",
    source="openai/errors#wrong-method",
    fix="Answer methods that a route does not take with 405 or 404.",
)
def test_wrong_method_is_refused(exchange: Exchange, beside: Recording | None) -> None:
    """A method that the route does not take is refused with a 4xx."""
    is_refused(exchange, beside)


@requirement(
    "http.no-html",
    SHOULD,
    on=("http/unknown-path", "http/wrong-method"),
    source="openai/errors#unknown-path",
    fix="Answer with JSON below the base path, also where nothing is routed.",
    explained_by=same_answer("errors.no-5xx"),
)
def test_refused_path_is_json(exchange: Exchange, profile: Profile, case: Case) -> None:
    """A path or method that is refused is answered with JSON, or as documented."""
    promises_json(refused(exchange), profile, case.status)
    if not has_json_type(refused(exchange)):
        got = header_of(exchange, "content-type")
        raise Violation("application/json", got=got, at="Content-Type")


@requirement(
    "http.redirect",
    MUST,
    on="http/trailing-slash",
    source="http/semantics#redirects",
    breaks="Clients drop the key or the body on the way, or send it unencrypted.",
    fix="Redirect with 307 or 308 to the same scheme and host, or do not redirect.",
)
def test_redirect_keeps_the_request(exchange: Exchange) -> None:
    """A redirect keeps method, scheme and host."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if not 300 <= exchange.status < 400:
        raise NotOffered("the answer is no redirect")
    if exchange.status not in _KEEPS_METHOD:
        raise Violation("status 307 or 308", got=exchange.status, at="the status")
    here = urlsplit(exchange.request.url)
    there = urlsplit(urljoin(exchange.request.url, exchange.header("location")))
    if (there.scheme, there.netloc) != (here.scheme, here.netloc):
        got = header_of(exchange, "location")
        raise Violation(f"the host {here.netloc}", got, at="Location")
