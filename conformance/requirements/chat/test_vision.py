"""Chat completions: pictures in messages (source: openai/chat#messages)."""

from conformance import SHOULD, Exchange, Recording, Undecided, Violation, requirement
from conformance.requirements.chat._cases import text
from conformance.requirements.relations import reproduces_itself


def _seen(exchange: Exchange) -> tuple[str, int]:
    return text(exchange).strip(), exchange.usage["prompt_tokens"]


@requirement(
    "chat.vision.seen",
    SHOULD,
    on="chat/vision",
    source="openai/chat#messages",
    fix="Hand the picture on to the model, or refuse it with a 4xx.",
)
def test_picture_changes_the_answer(
    recording: Recording, beside: Recording | None
) -> None:
    """The same question about two pictures is answered differently."""
    red, blue = _seen(recording["red"]), _seen(recording["blue"])
    if not red[0] and not blue[0]:
        raise Undecided("the answers are empty")
    if red == blue:
        shown = recording["blue"]
        raise Violation("two different answers", red[0], "the text", shown)
    if not reproduces_itself(beside, text):
        raise Undecided("the target answers the same request differently, too")
