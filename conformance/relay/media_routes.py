"""The routes of embeddings, sound and pictures."""

import re

from conformance.relay import embeddings, images, pictures, speech, transcripts
from conformance.relay.route import EVERYWHERE, Route

_RELAYS = EVERYWHERE - {"vmware-pais"}

MEDIA_ROUTES = (
    Route("POST", re.compile("/embeddings"), embeddings.create),
    Route("POST", re.compile("/audio/speech"), speech.create, _RELAYS),
    Route("POST", re.compile("/audio/transcriptions"), transcripts.transcribe, _RELAYS),
    Route("POST", re.compile("/audio/translations"), transcripts.translate, _RELAYS),
    Route("POST", re.compile("/images/generations"), images.generate, _RELAYS),
    Route("POST", re.compile("/images/edits"), images.edit, frozenset({"openai"})),
    Route("GET", pictures.PATTERN, pictures.fetch, _RELAYS, public=True),
)
