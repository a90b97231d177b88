"""The families of thinking models that the relay offers, one model each.

What they take and refuse is what was seen of the models of their kind; the models
themselves, their numbers of tokens and their thoughts are made up.
"""

from collections.abc import Mapping

from conformance.relay.thinking.family import (
    Family,
    FieldRefusal,
    ThoughtsPlace,
    ToolRule,
    instead,
    no_field,
    only,
)

_NOT_HERE = "This model does not support the parameter {field}"
_NO_MAX_TOKENS = {"max_tokens": instead("max_completion_tokens")}
_NO_LOGPROBS = {"logprobs": no_field(default=False), "top_logprobs": no_field()}
_LOGPROBS_WITHOUT_THINKING = {
    "logprobs": no_field(default=False, lifted_by_none=True),
    "top_logprobs": no_field(lifted_by_none=True),
    "logit_bias": no_field(lifted_by_none=True),
}


def _sampling(*, lifted_by_none: bool = False) -> Mapping[str, FieldRefusal]:
    """The sampling fields, of which only the defaults are taken."""
    defaults = {
        "temperature": 1,
        "top_p": 1,
        "presence_penalty": 0,
        "frequency_penalty": 0,
    }
    return {
        name: only(default, lifted_by_none=lifted_by_none)
        for name, default in defaults.items()
    }


_O = Family(
    "thinker-o",
    efforts={"low": 64, "medium": 128, "high": 192},
    default_effort="medium",
    refused={
        **_NO_MAX_TOKENS,
        **dict.fromkeys(_sampling(), no_field()),
        **_NO_LOGPROBS,
        "logit_bias": no_field(),
        "stop": no_field(),
        "parallel_tool_calls": no_field(),
    },
    least_cap=2,
)
_FIVE = Family(
    "thinker-5",
    efforts={"minimal": 64, "low": 64, "medium": 128, "high": 192},
    default_effort="medium",
    refused={
        **_NO_MAX_TOKENS,
        **_sampling(),
        **_NO_LOGPROBS,
        "logit_bias": no_field(),
        "stop": no_field(),
    },
)
_FIVE_SIX = Family(
    "thinker-5.6",
    efforts={"none": 0, "low": 64, "medium": 128, "high": 192, "xhigh": 256},
    default_effort="medium",
    refused={
        **_NO_MAX_TOKENS,
        **_sampling(lifted_by_none=True),
        **_LOGPROBS_WITHOUT_THINKING,
        "stop": no_field(),
    },
    tools=ToolRule.WITHOUT_THINKING,
    least_cap=4,
)
_SIX = Family(
    "thinker-6",
    efforts={"low": 64, "medium": 128, "high": 192, "xhigh": 256},
    default_effort="medium",
    refused={
        **_NO_MAX_TOKENS,
        **_sampling(),
        **_NO_LOGPROBS,
        "logit_bias": no_field(),
        "stop": no_field(),
    },
    tools=ToolRule.NEVER,
)
_DEEPSEEK = Family(
    "thinker-deepseek",
    efforts={"low": 40, "high": 80, "max": 160},
    default_effort="high",
    effort_names={
        "none": "low",
        "minimal": "low",
        "medium": "high",
        "xhigh": "high",
        "ultra": "max",
    },
    refused={
        "logprobs": FieldRefusal("", _NOT_HERE, default=False),
        "top_logprobs": FieldRefusal("", _NOT_HERE),
    },
    void=frozenset(
        {
            "max_completion_tokens",
            "temperature",
            "top_p",
            "presence_penalty",
            "frequency_penalty",
        }
    ),
    tools=ToolRule.UNFORCED,
    takes_developer=False,
    takes_json_schema=False,
    place=ThoughtsPlace.REASONING_CONTENT,
    wants_thoughts_back=True,
)
_VLLM = Family(
    "thinker-vllm",
    efforts={"low": 40, "medium": 80, "high": 120},
    default_effort="medium",
    other_effort=FieldRefusal("", "{field}: Input should be one of {values}"),
    place=ThoughtsPlace.REASONING,
    empty=None,
)
_SIGNED = Family(
    "thinker-signed",
    efforts={"low": 40, "medium": 80, "high": 120},
    default_effort="medium",
    place=ThoughtsPlace.REASONING,
    signs=True,
)
_TAGS = Family(
    "thinker-tags",
    efforts={"medium": 40},
    default_effort="medium",
    effort_names={},
    place=ThoughtsPlace.CONTENT,
)

FAMILIES: Mapping[str, Family] = {
    family.model: family
    for family in (_O, _FIVE, _FIVE_SIX, _SIX, _DEEPSEEK, _VLLM, _SIGNED, _TAGS)
}
