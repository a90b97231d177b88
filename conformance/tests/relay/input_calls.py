"""Unusual calls: the one call that shows each fault of input handling."""

import json
from dataclasses import replace

from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.tests.relay.calls import (
    CHAT,
    CLOCK,
    INSTRUCT,
    call,
    chat,
    complete,
    post,
)

EMOJI = "Say hi. \U0001f600"
STOPS = ["7", "8", "9", "10"]
COUNT = "Count from 1 to 6"
STRANGE = {"type": "strange"}


def text(body: str, path: str = "/chat/completions") -> Call:
    """A POST of a body as it is written."""
    return call("POST", path, body.encode())


def written(field: str, literal: str) -> Call:
    """A chat call with a literal that no JSON library writes."""
    body = json.dumps(chat().fields)
    return text(f'{body[:-1]}, "{field}": {literal}}}')


def say(*messages: Json) -> Call:
    """A chat call with these messages."""
    return post("/chat/completions", {"model": CHAT, "messages": list(messages)})


def embed(given: Json, **fields: Json) -> Call:
    """A request for embeddings."""
    model = "text-embedding-3-small"
    return post("/embeddings", {"model": model, "input": given, **fields})


def speech(**fields: Json) -> Call:
    """A request for speech."""
    return post("/audio/speech", {"model": "tts-1", "voice": "alloy", **fields})


def draw(prompt: str, **fields: Json) -> Call:
    """A request for a picture."""
    body = {"model": "dall-e-3", "prompt": prompt, **fields}
    return post("/images/generations", body)


def imagine(prompt: str) -> Call:
    """A task that draws."""
    body: Object = {"prompt": prompt, "botType": "MID_JOURNEY"}
    return replace(post("", body, "modellss"), path="/mj/submit/imagine")


def vmware(**fields: Json) -> Call:
    """A completion call under the VMware dialect."""
    return complete(dialect="vmware-pais", **fields)


GOOD: dict[str, Call] = {
    "gen-deep-500": written("x_relaycert", "[" * 40 + "]" * 40),
    "gen-user-emoji-500": chat(user=EMOJI),
    "gen-user-long-500": chat(user="u" * 512),
    "gen-control-character-500": chat("bell \7", "aitre"),
    "gen-direction-mark-hangs-up": chat("\u200fabc", "modellss"),
    "gen-combining-mark-refused": chat("e\u0301"),
    "gen-blank-stop-hangs-up": chat(stop=" "),
    "gen-temperature-two-refused": vmware(temperature=2),
    "gen-four-stops-refused": complete(stop=STOPS),
    "gen-top-p-tiny-500": chat(top_p=0),
    "gen-seed-negative-500": chat(seed=-1),
    "gen-logit-bias-empty-500": chat(logit_bias={}),
    "gen-one-token-500": complete(max_tokens=1),
    "gen-null-500": complete(seed=None),
    "gen-speech-emoji-500": speech(input=EMOJI),
    "gen-image-emoji-500": draw(EMOJI),
    "gen-mj-emoji-500": imagine(EMOJI),
    "gen-few-dimensions-ignored": embed("a", dimensions=2),
    "gen-speed-without-sound": speech(input="Hi.", speed=2),
    "gen-hd-picture-twice": draw("A red square.", quality="hd"),
    "gen-short-stream-unended": chat(COUNT, stream=True, max_tokens=2),
    "gen-usage-of-three": chat(COUNT, n=3),
    "gen-choices-with-stop": chat(COUNT, n=2, stop="7"),
    "gen-fourth-stop-kept": complete(COUNT, stop=STOPS),
    "gen-fine-temperature": chat(temperature=1e-9),
}
TAKEN: dict[str, Call] = {
    "gen-n-type-accepted": chat(n=1.5),
    "gen-cap-type-accepted": chat(max_tokens=3.5),
    "gen-bias-type-accepted": chat(logit_bias={"1": "high"}),
    "gen-stop-type-accepted": chat(stop=["a", 7]),
    "gen-n-129-accepted": chat(n=129),
    "gen-best-of-21-accepted": complete(best_of=21),
    "gen-five-stops-accepted": chat(stop=[*STOPS, "11"]),
    "gen-top-logprobs-accepted": chat(logprobs=True, top_logprobs=21),
    "gen-penalty-beyond-accepted": chat(presence_penalty=-2.5),
    "gen-content-missing-accepted": say({"role": "user"}),
    "gen-role-missing-accepted": say({"content": "Say hi."}),
    "gen-part-unknown-accepted": say({"role": "user", "content": [STRANGE]}),
    "gen-tool-unknown-accepted": chat(tools=[{**CLOCK, **STRANGE}]),
    "gen-tool-choice-unknown-accepted": chat(
        tools=[CLOCK],
        tool_choice={"type": "function", "function": {"name": "other"}},
    ),
    "gen-format-unknown-accepted": chat(response_format=STRANGE),
    "gen-broken-json-accepted": text(
        f'{{"model": "{INSTRUCT}", "max_tokens": 1', "/completions"
    ),
    "gen-emb-object-skipped": embed(["a", {}]),
    "gen-emb-no-dimensions-accepted": embed("a", dimensions=0),
}
FAILS: dict[str, Call] = {
    "gen-key-twice-500": written("messages", "[]"),
    "gen-half-surrogate-500": written("user", '"\\ud800"'),
    "gen-huge-number-500": written("temperature", "1e400"),
    "gen-seed-huge-500": chat(seed=10**30),
    "gen-list-body-500": text("[]"),
    "gen-wrong-type-500": replace(
        chat(), headers={"content-type": "application/xml"}, json=None
    ),
    "gen-emb-object-500": embed([[{}]]),
}
UNREADABLE: dict[str, Call] = {
    "gen-format-error-as-text": chat(response_format=STRANGE),
    "gen-stop-error-bare": chat(stop=[7]),
}
UNUSUAL = {**GOOD, **TAKEN, **FAILS, **UNREADABLE}
