"""Headers that a contract promises of its answers (source: http/semantics#answer)."""

from conformance import (
    SHOULD,
    Case,
    NotOffered,
    Profile,
    Recording,
    Violation,
    requirement,
)
from conformance.requirements.reading import header_of


@requirement(
    "headers.expected",
    SHOULD,
    on="*",
    source="http/semantics#answer",
    where="headers.expected",
    fix="Send the headers that your document promises, also through proxies.",
)
def test_promised_headers_come(
    recording: Recording, case: Case, profile: Profile
) -> None:
    """An answer has the headers that the contract promises of it."""
    # What is at an address that an answer named need not be the target's.
    abroad = {step.name for step in case.steps if not step.path.startswith("/")}
    answers = [e for e in recording if e.status and e.step not in abroad]
    due = [
        (exchange, header)
        for exchange in answers
        for header in profile.expected_headers
        if header.is_due(exchange.request.url, accepted=exchange.accepted)
    ]
    if not due:
        raise NotOffered("the contract promises no header of these answers")
    for exchange, header in due:
        if not header.fits(exchange.header(header.name)):
            kind = "form" if exchange.header(header.name) else "missing"
            expected, got = f"a value of the form {header.pattern}", header.name
            raise Violation(
                expected,
                header_of(exchange, got),
                got,
                exchange,
                kind=f"{got.lower()}:{kind}",
            )
