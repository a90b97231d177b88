"""What counts as a secret: which headers hold one, and which values are none."""

import re

# Headers that are there to hold a credential, by their whole names: a part of a name
# says nothing (`x-portkey-provider` has "key" in it and holds `openai`).
CREDENTIAL_HEADERS = frozenset(
    {
        "api-key",
        "api-token",
        "apikey",
        "authorization",
        "cf-access-client-secret",
        "cf-access-token",
        "cf-aig-authorization",
        "cookie",
        "helicone-auth",
        "mj-api-secret",
        "ocp-apim-subscription-key",
        "private-token",
        "proxy-authorization",
        "subscription-key",
        "x-access-token",
        "x-amz-security-token",
        "x-api-key",
        "x-api-token",
        "x-apikey",
        "x-auth-key",
        "x-auth-token",
        "x-authorization",
        "x-functions-key",
        "x-goog-api-key",
        "x-litellm-api-key",
        "x-portkey-api-key",
        "x-portkey-virtual-key",
        "x-rapidapi-key",
        "x-secret-key",
        "x-serverless-authorization",
        "x-token",
        "x-virtual-key",
    }
)
# Whole words in the names of others that may well hold one.
_WORDS = frozenset(
    {"apikey", "auth", "authorization", "cookie", "credential", "credentials"}
    | {"key", "password", "secret", "token"}
)
# What is shorter stands in any text, and would be taken out of all of it.
SHORTEST = 8
# As long as that, and in answers all the same.
_COMMON = frozenset(
    {
        "anonymous",
        "anthropic",
        "assistant",
        "completion",
        "completions",
        "embedding",
        "embeddings",
        "messages",
        "undefined",
    }
)


def may_hold_secret(header: str) -> bool:
    """Whether a header's value is better not shown: a word of its name says so."""
    return not _WORDS.isdisjoint(re.split("[-_]", header.lower()))


def can_be_sought(value: str) -> bool:
    """Whether a value is so rare that it says something where it stands."""
    return len(value) >= SHORTEST and value.lower() not in _COMMON
