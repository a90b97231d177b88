"""The formats of speech: what was asked for, and what bytes and labels say."""

from conformance import Blocked, Exchange, Violation
from conformance.formats.audio import Sound, sound

DEFAULT = "mp3"
PCM = "pcm"
# What begins a file: samples without a container have no such beginning.
_BEGINNINGS = (b"RIFF", b"ID3", b"fLaC", b"OggS", b"\x1aE\xdf\xa3", b"{", b"<")
_UNSPECIFIC = (
    "application/octet-stream",
    "binary/octet-stream",
    "application/ogg",
)
_LABELS = {
    "mp3": ("audio/mpeg", "audio/mp3", "audio/mpeg3", "audio/x-mpeg", "audio/mpga"),
    "opus": ("audio/opus", "audio/ogg", "application/ogg", "audio/webm"),
    "aac": ("audio/aac", "audio/aacp", "audio/x-aac", "audio/mp4", "audio/x-m4a"),
    "flac": ("audio/flac", "audio/x-flac"),
    "wav": ("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"),
    "pcm": ("audio/pcm", "audio/x-pcm", "audio/l16"),
}


def format_of(exchange: Exchange) -> str:
    """The format that was asked for."""
    return str(exchange.request.fields.get("response_format", DEFAULT))


def speech(exchange: Exchange) -> bytes:
    """The body of accepted speech; Blocked if there is none."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    if not exchange.body:
        raise Blocked("the body is empty")
    return exchange.body


def decoded(exchange: Exchange) -> Sound:
    """The sound that came; Blocked if it cannot be decoded."""
    try:
        return sound(speech(exchange))
    except Violation:
        raise Blocked("the body cannot be decoded") from None


def has_format(sound: Sound, name: str) -> bool:
    """Whether a sound is of the format of this name, in any usual container."""
    if name == "wav":
        return sound.container == name
    return sound.codec == name


def are_samples(data: bytes) -> bool:
    """Whether bytes can be samples of 16 bits without a container."""
    return len(data) % 2 == 0 and not data.startswith(_BEGINNINGS)


def is_sound(media_type: str) -> bool:
    """Whether a media type is one of sound, or of bytes of any kind."""
    return media_type.startswith("audio/") or media_type in _UNSPECIFIC


def labelled_as(media_type: str) -> str:
    """The format that a media type names; empty if it names none in particular."""
    names = (name for name, labels in _LABELS.items() if media_type in labels)
    return next(names, "")
