"""What the four pages state, listed by hand from their text, not from the suite's data.

Each name is a place in a page. A field that the page describes (and not only shows in
an example) maps the keywords of its description to their values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Keywords = Mapping[str, Any]

USAGE = "usage usage.prompt_tokens usage.completion_tokens usage.total_tokens"
COMPLETION = (
    "id object created model choices choices.text choices.index choices.logprobs "
    f"choices.finish_reason {USAGE}"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its profile, its route, and the names of all that it states."""

    profile: str
    route: str
    shown: str  # fields that the request example shows
    answer: str
    headers: str
    statuses: str
    prose: str
    described: Mapping[str, Keywords] = field(default_factory=dict)
    said_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """The names of all statements."""
        found = {"route", *self.prose.split(), "example.request", "example.answer"}
        found |= {f"header.{name}" for name in self.headers.split()}
        found |= {f"answer.{name}" for name in self.answer.split()}
        found |= {f"status.{name}" for name in self.statuses.split()}
        if not self.described:
            found |= {f"request.{name}" for name in self.shown.split()}
        for name, keywords in (*self.described.items(), *self.said_of.items()):
            words = keywords.split() if isinstance(keywords, str) else keywords
            found |= {f"request.{name}.{word}" for word in words}
        return found


AITRE_MENU = (
    "navigation.models navigation.audio navigation.images navigation.image-chat "
    "navigation.embeddings navigation.midjourney"
)
PAGES = {
    "aitre/completions": Page(
        profile="aitre",
        route="POST /v1/completions",
        shown="model prompt max_tokens temperature",
        answer=f"{COMPLETION} system_fingerprint",
        headers="authorization content-type none",
        statuses="200 200.media-type",
        prose="description.completions description.probabilities "
        "description.parameters example.curl example.answer.values "
        f"navigation.chat {AITRE_MENU}",
    ),
    "aitre/chat": Page(
        profile="aitre",
        route="POST /v1/chat/completions",
        shown="model stream messages messages.role messages.content",
        answer="id object created model choices choices.index choices.message "
        f"choices.message.role choices.message.content choices.finish_reason {USAGE}",
        headers="authorization accept content-type none",
        statuses="200 200.media-type",
        prose="description.completions description.parameters example.answer.values "
        f"navigation.completions {AITRE_MENU}",
    ),
    "modellss/completions": Page(
        profile="modellss",
        route="POST /v1/completions",
        shown="model prompt max_tokens temperature top_p n stream logprobs stop",
        answer=COMPLETION,
        headers="authorization content-type none",
        statuses="200 200.media-type",
        prose="route.host title description.completions description.probabilities "
        "description.prefer-chat example.pair example.answer.values "
        "navigation.chat navigation.models navigation.chat-models navigation.images "
        "navigation.midjourney navigation.embeddings navigation.audio "
        "navigation.help navigation.schemas",
    ),
    "vmware/completions": Page(
        profile="vmware-pais",
        route="POST /api/v1/compatibility/openai/v1/completions",
        shown="model prompt",
        answer=COMPLETION,
        headers="authorization content-type",
        statuses="200 400.invalid 400.not-ready 400.body 404 404.body 422 "
        "422.media-type 422.detail 422.detail.loc 422.detail.msg 422.detail.type "
        "422.example",
        prose="description.completions description.probabilities "
        "description.prefer-chat description.compatible request.required "
        "example.curl example.optional example.answer.values",
        described={
            "temperature": {
                "optional": True,
                "type": "number",
                "minimum": 0,
                "maximum": 2,
                "default": 0,
            },
            "n": {"optional": True, "type": "integer", "minimum": 1, "default": 1},
            "stop": {
                "optional": True,
                "type": "array",
                "items": {"type": "string"},
                "minItems": 1,
            },
            "max_tokens": {"optional": True, "type": "integer", "minimum": 1},
            "stream": {"optional": True, "type": "boolean"},
            "stream_options": {"optional": True, "type": "object"},
            "stream_options.include_usage": {"type": "boolean"},
            "model": {"required": True, "type": "string"},
            "prompt": {"required": True, "type": "string"},
            "seed": {"optional": True, "type": "integer"},
        },
        # What its sentence, its name or its sample says beside these keywords.
        said_of={
            "n": "meaning",
            "stop": "meaning",
            "max_tokens": "meaning",
            "stream": "meaning",
            "stream_options": "meaning only-with-stream",
            "stream_options.include_usage": "meaning",
            "model": "meaning",
            "seed": "meaning repeats",
        },
    ),
}
