"""A small set of calls in which every fault and variation shows."""

from dataclasses import replace

from conformance.relay.call import Call, Credential
from conformance.relay.json_text import Json, Object
from conformance.tests.relay.calls import (
    CHAT,
    KEY,
    WEATHER,
    call,
    chat,
    complete,
    history,
    post,
)
from conformance.tests.relay.input_calls import UNUSUAL
from conformance.tests.relay.media_calls import MEDIA_CALLS
from conformance.tests.relay.midjourney_calls import MIDJOURNEY

CITIES = "What is the weather in Paris and in Tokyo?"
STORY = "Tell me a story."
USAGE = {"include_usage": True}
PICTURE: Object = {
    "role": "user",
    "content": [
        {"type": "text", "text": "Look!"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
    ],
}
ASKED: Object = {"role": "user", "content": STORY}
THOUGHT: list[Json] = [
    ASKED,
    {"role": "assistant", "content": "Once.", "reasoning": "A story."},
    ASKED,
]
CALLED: list[Json] = [
    ASKED,
    {
        "role": "assistant",
        "content": None,
        "reasoning": "The weather has to be looked up.",
        "tool_calls": [
            {
                "id": "call_1",
                "type": "function",
                "function": {"name": "get_weather", "arguments": "{}"},
            }
        ],
    },
    {"role": "tool", "tool_call_id": "call_1", "content": "Sunny."},
]
INSTRUCTED: list[Json] = [
    {"role": "system", "content": "Be short."},
    {"role": "developer", "content": "Be kind."},
    ASKED,
]
SCHEMA = {"type": "object", "properties": {"zq7": {"const": 4}}, "required": ["zq7"]}
OFFICIAL = {"user-agent": "OpenAI/Python 3.57.0"}
PREFLIGHT = {"origin": "https://app.example"}

MODELS = call("GET", "/models")
CALLS: dict[str, Call] = {
    "models": replace(MODELS, headers={"accept-encoding": "gzip"}),
    "second-models": replace(MODELS, nth=2),
    "models-no-key": replace(MODELS, credential=Credential.MISSING),
    "models-wrong-key": replace(
        MODELS,
        credential=Credential.WRONG,
        headers={"authorization": "bearer x"},
    ),
    "models-slash": call("GET", "/models/"),
    "model": call("GET", f"/models/{CHAT}"),
    "unknown-single-model": call("GET", "/models/none"),
    "unknown-path": call("GET", "/none"),
    "wrong-method": call("GET", "/chat/completions"),
    "chat-cache": chat(STORY, dialect="deepseek"),
    "chat-role": chat(messages=[{**ASKED, "role": "teacher"}]),
    "stream-uncounted": chat(STORY, dialect="openrouter", stream=True),
    "completion-uncounted": complete(STORY, dialect="deepseek", stream=True),
    "vmware-models": call("GET", "/models", dialect="vmware-pais"),
    "vmware-options-alone": complete(STORY, "vmware-pais", stream_options=USAGE),
    "vmware-bad-temperature": complete(STORY, "vmware-pais", temperature=3),
    "vmware-percent-temperature": complete(STORY, "vmware-pais", temperature=99),
    "vmware-negative-cap": complete(STORY, "vmware-pais", max_tokens=-1),
    "preflight": replace(
        call("OPTIONS", "/models"), headers=PREFLIGHT, credential=Credential.MISSING
    ),
    "tenth": replace(MODELS, nth=9),
    "lower-case-scheme": replace(MODELS, headers={"authorization": f"bearer {KEY}"}),
    "chat": chat(STORY),
    "third-chat": replace(chat(STORY), nth=2),
    "chat-wrong-key": replace(
        chat(STORY),
        credential=Credential.WRONG,
        headers={"authorization": "Bearer sk-other"},
    ),
    "n": chat(STORY, n=3, temperature=0),
    "stop-list": chat("Count from 1 to 30", stop=["7 8"]),
    "stop": chat("Count from 1 to 30", stop="7 8"),
    "cap": chat("Count from 1 to 30", max_tokens=3),
    "exact-cap": chat("Count from 1 to 3", max_tokens=3),
    "new-cap": chat("Count from 1 to 30", max_completion_tokens=3),
    "seed": replace(chat(STORY, seed=99), nth=4),
    "logprobs": chat(STORY, logprobs=True, top_logprobs=2),
    "json-object": chat(response_format={"type": "json_object"}),
    "json-schema": chat(
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "a", "schema": SCHEMA},
        }
    ),
    "picture": post("/chat/completions", {"model": CHAT, "messages": [PICTURE]}),
    "parts": post(
        "/chat/completions",
        {
            "model": CHAT,
            "messages": [{"role": "user", "content": PICTURE["content"][:1]}],
        },
    ),
    "tools": chat(CITIES, tools=[WEATHER]),
    "tools-single": chat(CITIES, tools=[WEATHER], parallel_tool_calls=False),
    "tools-named": chat(
        CITIES,
        tools=[WEATHER],
        tool_choice={"type": "function", "function": {"name": "get_weather"}},
    ),
    "tools-none": chat(CITIES, tools=[WEATHER], tool_choice="none"),
    "tools-required": chat("Hi", tools=[WEATHER], tool_choice="required"),
    "tool-without-parameters": chat(
        "What is it?",
        tools=[{"type": "function", "function": {"name": "clock"}}],
        tool_choice="required",
    ),
    "history": history(),
    "history-of-thoughts": history(
        "thinker-deepseek", reasoning_content="The user asks for the weather."
    ),
    "developer": post(
        "/chat/completions",
        {"model": CHAT, "messages": [{"role": "developer", "content": "Be brief."}]},
    ),
    "null": chat(STORY, temperature=None),
    "tools-null": chat(STORY, tools=None),
    "stream": chat(STORY, stream=True),
    "stream-usage": chat(STORY, stream=True, stream_options=USAGE),
    "stream-n": chat(STORY, stream=True, n=2),
    "stream-cap": chat("Count from 1 to 30", stream=True, max_tokens=4),
    "stream-cap-usage": chat(
        "Count from 1 to 30", stream=True, max_tokens=4, stream_options=USAGE
    ),
    "stream-stop": chat("Count from 1 to 30", stream=True, stop="7 8"),
    "stream-long": chat("Count from 1 to 99", stream=True),
    "stream-logprobs": chat(STORY, stream=True, logprobs=True),
    "stream-characters": chat("Repeat exactly: Grüße 漢字🎉", stream=True),
    "stream-tools": chat(CITIES, stream=True, tools=[WEATHER]),
    "completion": complete(STORY),
    "completion-no-key": replace(complete(STORY), credential=Credential.MISSING),
    "completion-stream": complete(STORY, stream=True),
    "completion-stream-usage": complete(STORY, stream=True, stream_options=USAGE),
    "completion-stream-cap-usage": complete(
        "Count from 1 to 30", stream=True, max_tokens=4, stream_options=USAGE
    ),
    "completion-cap": complete("Count from 1 to 30", max_tokens=3),
    "completion-stop": complete("Count from 1 to 30", stop="7"),
    "completion-whole": complete("Count from 1 to 3"),
    "completion-n": complete(STORY, n=2),
    "completion-null": complete(STORY, logprobs=None),
    "completion-seed": complete(STORY, seed=7),
    "bad-completion": complete(STORY, n=0),
    "echo": complete(STORY, echo=True),
    "prompts": complete(["a", "b"]),
    "token-prompt": complete([1, 2]),
    "best-of": complete(STORY, n=2, best_of=3),
    "completion-logprobs": complete(STORY, logprobs=2),
    "frequency": chat(frequency_penalty=0),
    "hot": chat(temperature=1.5),
    "cold": chat(temperature=-0.5),
    "unknown-field": chat(no_such_field=1),
    "unknown-model": chat(model="gpt-none"),
    "client-chat": replace(chat(STORY), headers=OFFICIAL),
    "client-unknown-model": replace(chat(model="gpt-none"), headers=OFFICIAL),
    "malformed": call("POST", "/chat/completions", b"{"),
    "not-a-number": call("POST", "/chat/completions", b'{"temperature": NaN}'),
    "deep": call("POST", "/chat/completions", b"[" * 2000),
    "labelled-as-text": replace(chat(STORY), headers={"content-type": "text/plain"}),
    "bad-format": chat(response_format={"type": "xml"}),
    "bad-range": chat(n=0),
    "bad-stream": chat(n=0, stream=True),
    "relayed": replace(
        chat(STORY, model="relayed", stream=True),
        upstream="127.0.0.1:9",
        upstream_key="sk-inner",
    ),
    "scoped": replace(chat(STORY), scope=("other",)),
    "long-again": replace(
        chat(STORY * 30, max_tokens=2), earlier=(chat(STORY * 30, max_tokens=9),)
    ),
    "beside-another": replace(
        chat("Repeat exactly: 1234"), earlier=(chat("Repeat exactly: 1235"),)
    ),
    "beside-three": replace(
        chat("Repeat exactly: 1234"),
        earlier=tuple(chat(f"Repeat exactly: 123{n}") for n in range(3)),
    ),
    "model-last": post(
        "/chat/completions",
        {"messages": [{"role": "user", "content": STORY}], "model": CHAT},
    ),
    "escaped-completion": complete("Repeat exactly: \N{CUSTARD}"),
    "malformed-embedding": call("POST", "/embeddings", b"{"),
    "after-nul": replace(chat(STORY), earlier=(chat("Say \0."),)),
    "made-up-thoughts": post(
        "/chat/completions", {"model": "thinker-5", "messages": THOUGHT}
    ),
    "thoughts-handed-back": post(
        "/chat/completions", {"model": "thinker-vllm", "messages": CALLED}
    ),
    "instructions-of-both-kinds": post(
        "/chat/completions", {"model": "thinker-o", "messages": INSTRUCTED}
    ),
    "long-text": chat("a " * 4001 + STORY),
    "beyond-the-window": chat("garden " * 17000, model="gpt-3.5-turbo"),
    **MIDJOURNEY,
    "large": replace(chat(STORY), raw=b"a" * 5 * 2**20),
    **MEDIA_CALLS,
    **UNUSUAL,
}
