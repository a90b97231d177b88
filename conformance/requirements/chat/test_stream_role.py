"""Chat completions: who speaks in a stream (source: openai/streaming#role)."""

from conformance import SHOULD, Exchange, Verbatim, Violation, requirement
from conformance.requirements.chat._cases import delta
from conformance.requirements.streams import of_choice, threads


@requirement(
    "chat.stream.role",
    SHOULD,
    on="chat/stream*",
    source="openai/streaming#role",
    fix="Send the role `assistant` in the first delta of each choice.",
)
def test_each_choice_says_who_speaks(exchange: Exchange) -> None:
    """The deltas of each choice carry the role `assistant` and no other."""
    for index, thread in threads(exchange).items():
        roles = [role for part in thread if (role := delta(part).get("role"))]
        if not roles or any(role != "assistant" for role in roles):
            at = f"the deltas of choice {index}"
            kind = of_choice("other" if roles else "missing", index)
            raise Violation(
                'the role "assistant"', roles or Verbatim("none"), at, kind=kind
            )
