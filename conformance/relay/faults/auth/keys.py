"""Faults of credentials: who is let in."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault, request_fault
from conformance.relay.call import Call, Credential
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused


@request_fault("auth-missing-accepted", caught_by="auth.no-key", source="plausible")
def lets_anyone_complete(call: Call) -> Call:
    """Serves legacy completions without a key."""
    if not call.is_completions or call.credential is not Credential.MISSING:
        return call
    return replace(call, credential=Credential.GOOD)


@request_fault(
    "auth-wrong-key-accepted", caught_by="auth.wrong-key", source="plausible"
)
def takes_any_key(call: Call) -> Call:
    """Serves chat completions to a key that was never given out."""
    if not call.is_chat or call.credential is not Credential.WRONG:
        return call
    return replace(call, credential=Credential.GOOD)


@request_fault(
    "auth-models-open", caught_by="auth.models", source="decolua/9router#3085"
)
def lets_anyone_list(call: Call) -> Call:
    """Lists models whatever the key."""
    if call.route != "/models":
        return call
    return replace(call, credential=Credential.GOOD)


@fault(
    "auth-missing-key-400",
    caught_by="auth.status",
    source="plausible",
    dialects=("openai", "new-api", "groq"),
)
def calls_missing_key_bad(call: Call, answer: Answer) -> Answer:
    """Answers a missing key with status 400."""
    missing = call.credential is Credential.MISSING
    refuses = missing and answer.refuses_as(ProblemKind.NO_CREDENTIAL)
    return answer.with_status(400) if refuses else answer


@around_fault(
    "auth-public-guarded",
    caught_by="auth.public",
    source="plausible",
    dialects=("openrouter",),
)
def guards_what_is_public(call: Call, proceed: Answering) -> Answer:
    """Refuses a list of models without a key, which is documented as public."""
    if call.route != "/models" or call.credential is Credential.GOOD:
        return proceed(call)
    return refused(call, Problem(ProblemKind.CREDENTIAL, "No key was sent."))


@request_fault(
    "auth-other-form-refused",
    caught_by="auth.other-form.accepted",
    source="plausible",
    dialects=("azure-v1",),
)
def takes_one_form(call: Call) -> Call:
    """Takes a key in its own header only, though another form is documented."""
    if "authorization" not in call.headers:
        return call
    return replace(call, credential=Credential.MISSING)


@request_fault(
    "auth-other-form-open",
    caught_by="auth.other-form.wrong-key",
    source="plausible",
    dialects=("azure-v1",),
)
def checks_one_form(call: Call) -> Call:
    """Checks a key in its own header only, and takes any in the other form."""
    if "authorization" not in call.headers:
        return call
    return replace(call, credential=Credential.GOOD)


@around_fault(
    "auth-preflight-401", caught_by="auth.preflight", source="dphnAI/sonar#434"
)
def demands_key_before_flight(call: Call, proceed: Answering) -> Answer:
    """Demands a key for a preflight although it offers cross-origin calls."""
    answer = proceed(call)
    if call.method != "OPTIONS" or call.credential is Credential.GOOD:
        return answer
    return refused(
        call, Problem(ProblemKind.NO_CREDENTIAL, "You did not provide an API key.")
    )
