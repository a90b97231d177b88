"""The routes of which a profile may say more, and the names that it has for them."""

from collections.abc import Mapping

ROUTES: Mapping[str, str] = {
    "/chat/completions": "chat",
    "/completions": "completions",
    "/embeddings": "embeddings",
    "/images/generations": "images",
    "/images/edits": "image-edits",
    "/audio/speech": "speech",
    "/audio/transcriptions": "transcriptions",
    "/audio/translations": "translations",
    "/mj/submit/imagine": "midjourney",
}


def route_of(path: str) -> str:
    """The name of the route with this path below the base URL; empty: it has none."""
    return ROUTES.get(path, "")
