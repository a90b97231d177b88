"""The families of requests, by endpoint."""

from collections.abc import Mapping

from conformance.generation.families.chat import CHAT
from conformance.generation.families.completions import COMPLETIONS
from conformance.generation.families.embeddings import EMBEDDINGS
from conformance.generation.families.images import IMAGES
from conformance.generation.families.midjourney import MIDJOURNEY
from conformance.generation.families.speech import SPEECH
from conformance.generation.family import Family

FAMILIES: Mapping[str, Family] = {
    family.name: family
    for family in (CHAT, COMPLETIONS, EMBEDDINGS, IMAGES, MIDJOURNEY, SPEECH)
}
