"""Faults of credentials: what answers say of them."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call, Credential
from conformance.relay.faults._refusals import with_message


def _sent_key(call: Call) -> str:
    return call.headers.get("authorization", "").rpartition(" ")[2]


@fault("sec-401-echoes-key", caught_by="auth.key-masked", source="plausible")
def repeats_key(call: Call, answer: Answer) -> Answer:
    """Repeats a wrong key in the message that refuses it."""
    if call.credential is not Credential.WRONG or not answer.refuses:
        return answer
    return with_message(answer, f"Incorrect API key provided: {_sent_key(call)}.")


@fault(
    "sec-401-leaks-internals",
    caught_by="auth.key-masked",
    source="BerriAI/litellm#39757",
)
def tells_hash(call: Call, answer: Answer) -> Answer:
    """Names the hash of a wrong key, and the table in which it was looked for."""
    if call.credential is not Credential.WRONG or not answer.refuses:
        return answer
    digest = sha256(_sent_key(call).encode()).hexdigest()
    return with_message(answer, f"No row {digest} in the table VerificationToken.")


@fault("sec-key-in-header", caught_by="auth.secret-kept", source="plausible")
def returns_key(call: Call, answer: Answer) -> Answer:
    """Sends the key back in a header of its answer."""
    if answer.refuses or not _sent_key(call):
        return answer
    return answer.with_headers({"x-forwarded-authorization": _sent_key(call)})


@fault("sec-key-in-base64", caught_by="auth.secret-kept", source="plausible")
def returns_encoded_key(call: Call, answer: Answer) -> Answer:
    """Sends a trace of the request that holds the key, in base64 without padding."""
    if answer.refuses or not _sent_key(call):
        return answer
    trace = urlsafe_b64encode(f"route=1;api:{_sent_key(call)};hop=2".encode())
    return answer.with_headers({"x-trace-state": trace.decode().rstrip("=")})
