"""What `relaycert verify` says of a bundle in words."""

from shlex import quote

from conformance.bundle.files import ATTESTATION, Bundle
from conformance.bundle.manifest import Manifest
from conformance.bundle.signature import Witness


def signed_by(bundle: Bundle, witness: Witness | None, is_its: bool) -> str:
    """Whose signature a bundle has; `is_its`: the witness has signed it."""
    if witness is not None and is_its:
        return f"made with the key {witness.id[:16]}…"
    if witness is not None:
        return "not made with the key that was given"
    if ATTESTATION in bundle.files:
        return "not checked; --key PUBLIC says whose it is"
    return "none"


def narrowed(manifest: Manifest) -> str:
    """How the run was narrowed, in words of the command line."""
    chosen = manifest["run"]["selection"]
    options = (
        [f"--select {quote(chosen['expression'])}"] if chosen["expression"] else []
    )
    options += (
        [f"--level {chosen['level'].lower()}"] if chosen["level"] != "MAY" else []
    )
    options += [f"-k {quote(chosen['keyword'])}"] if chosen["keyword"] else []
    options += [f"-m {quote(chosen['marks'])}"] if chosen["marks"] else []
    options += [f"--deselect {quote(id)}" for id in chosen["deselected"]]
    return " ".join(options)
