"""Faults of pictures in chat messages."""

from conformance.relay.bend import deaf_fault
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object


@deaf_fault(
    "chat-image-part-dropped",
    caught_by="chat.vision.seen",
    source="tetherto/qvac#2459",
)
def overlooks_images(call: Call) -> Call:
    """Drops images before the model sees them."""
    messages = call.fields.get("messages")
    if not call.is_chat or not isinstance(messages, list):
        return call
    return call.with_fields({"messages": [_blind(message) for message in messages]})


def _blind(message: Json) -> Json:
    parts = message.get("content") if isinstance(message, dict) else None
    if not isinstance(parts, list):
        return message
    texts = [part for part in parts if not _is_image(part)]
    # A message of images alone would become invalid without any part.
    blind: Object = {**message, "content": texts or ""}
    return blind


def _is_image(part: Json) -> bool:
    return isinstance(part, dict) and part.get("type") == "image_url"
