"""Images: made from a prompt, or from other pictures."""

import math
from hashlib import sha256
from typing import NamedTuple

from conformance.core.violation import Violation
from conformance.formats.image import picture as picture_in
from conformance.relay.answer import Answer, json_answer
from conformance.relay.call import Call
from conformance.relay.catalogue import Use, check_use, like
from conformance.relay.contract_schemas import knows
from conformance.relay.endpoints.pictures import Picture, picture
from conformance.relay.form import form_fields, form_object
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import invalid
from conformance.relay.route import route
from conformance.relay.tokens import count
from conformance.relay.validate import known_fields, object_of

_DEFAULT = "dall-e-2"
# The models that answer with base64 only, and tell what they used.
_NATIVE = frozenset({"gpt-image-1"})
_TOKENS = 1056
_FORMATS = frozenset({"PNG", "JPEG", "WEBP"})


class Seen(NamedTuple):
    """A digest of the pictures of a request, and their number."""

    digest: str
    number: int


@route("POST", "/images/generations", "images")
def generate(call: Call) -> Answer:
    """The answer to a request for pictures."""
    model = _model(call, object_of(call), "images")
    fields = known_fields(call, f"images/{like(call, model)}")
    return json_answer(_document(call, {**fields, "model": model}, Seen("", 0)))


@route("POST", "/images/edits", "images.edits")
def edit(call: Call) -> Answer:
    """The answer to a request to change pictures."""
    # What a model is called, no schema needs to say.
    first = form_object(call, f"image-edits/{_DEFAULT}")
    model = _model(call, first, "image-edits")
    fields = form_fields(call, f"image-edits/{like(call, model)}")
    return json_answer(_document(call, {**fields, "model": model}, _seen(fields)))


def _model(call: Call, body: Object, endpoint: str) -> str:
    model = body.get("model") or _DEFAULT
    if not isinstance(model, str):
        raise invalid("'model' must be a string.", "model")
    check_use(call, model, Use.PICTURES)
    if not knows(f"{endpoint}/{like(call, model)}"):
        raise invalid(f"The model '{model}' does not do this.", "model")
    return model


def _seen(fields: Object) -> Seen:
    """The pictures of a form; a refusal if one cannot be decoded."""
    value = fields["image"]
    files = value if isinstance(value, list) else [value]
    masks = [fields["mask"]] if "mask" in fields else []
    names = ["image"] * len(files) + ["mask"] * len(masks)
    for name, file in zip(names, [*files, *masks], strict=True):
        _check_picture(name, file["data"])
    data = b"".join(file["data"] for file in [*files, *masks])
    return Seen(sha256(data).hexdigest(), len(files))


def _check_picture(name: str, data: bytes) -> None:
    try:
        drawn = picture_in(data, name).format in _FORMATS
    except Violation:
        # What the decoder says is not for the caller.
        drawn = False
    if not drawn:
        raise invalid(f"'{name}' is no PNG, JPEG or WEBP picture.", name)


def _document(call: Call, fields: Object, seen: Seen) -> Object:
    size = fields.get("size", "1024x1024").replace("auto", "1024x1024")
    pictures = [
        picture(size, fields["model"], fields["prompt"], seen.digest, place)
        for place in range(int(fields.get("n", 1)))
    ]
    body: Object = {
        "created": math.floor(call.received),
        "data": [_item(call, fields, drawn) for drawn in pictures],
    }
    if like(call, fields["model"]) in _NATIVE:
        body |= _details(fields, size) | {"usage": _usage(fields, len(pictures), seen)}
    return body


def _item(call: Call, fields: Object, drawn: Picture) -> Object:
    model = like(call, fields["model"])
    native = model in _NATIVE
    if native or fields.get("response_format") == "b64_json":
        form = fields.get("output_format", "png")
        item: Object = {"b64_json": drawn.base64(form)}
    else:
        item = {"url": drawn.url(call)}
    if model == "dall-e-3":
        item["revised_prompt"] = f"A plain picture: {fields['prompt']}"
    return item


def _details(fields: Object, size: str) -> Object:
    defaults = {"background": "opaque", "output_format": "png", "quality": "high"}
    return {"size": size} | {
        name: default if fields.get(name, "auto") == "auto" else fields[name]
        for name, default in defaults.items()
    }


def _usage(fields: Object, number: int, seen: Seen) -> Object:
    text, shown = max(count(fields["prompt"]), 1), 323 * seen.number
    output: Json = _TOKENS * number
    return {
        "input_tokens": text + shown,
        "output_tokens": output,
        "total_tokens": text + shown + output,
        "input_tokens_details": {"text_tokens": text, "image_tokens": shown},
    }
