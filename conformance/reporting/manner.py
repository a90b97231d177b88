"""How models were asked, in reports."""

from collections.abc import Mapping

from conformance.inputs.manner import ORDINARY, Manner
from conformance.reporting.document import MannerRow, TargetRow


def rows(manners: Mapping[str, Manner]) -> list[MannerRow]:
    """The manners by the kinds of models, sorted."""
    return [_row(kind, manner) for kind, manner in sorted(manners.items())]


def asked(target: TargetRow) -> str:
    """How models were asked where that is not as ordinary ones are; else empty."""
    return "; ".join(
        f"{row['kind']} asked with {row['text']}"
        for row in target.get("manner", ())
        if row["text"] != str(ORDINARY)
    )


def _row(kind: str, manner: Manner) -> MannerRow:
    return {
        "kind": kind,
        "cap": manner.cap,
        "temperature": manner.temperature,
        "effort": manner.effort,
        "hidden_tokens": manner.hidden,
        "stated": manner.stated,
        "text": str(manner),
    }
