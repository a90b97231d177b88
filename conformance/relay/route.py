"""One route of the relay, as data."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from conformance.relay.answer import Answer
from conformance.relay.call import Call

EVERYWHERE = frozenset({"openai", "aitre", "modellss", "vmware-pais"})


@dataclass(frozen=True, slots=True)
class Route:
    """A path, and who answers it in which dialects."""

    method: str
    pattern: re.Pattern[str]
    handler: Callable[[Call], Answer]
    dialects: frozenset[str] = EVERYWHERE
    # No key is asked for.
    public: bool = False
