"""What a check reads of a generated request, be it drawn just now or recorded."""

from typing import Protocol


class Stated(Protocol):
    """The family of a request, and what it breaks; empty: nothing."""

    @property
    def family(self) -> str:
        """The name of the family."""

    @property
    def statement(self) -> str:
        """The one statement that the request breaks, in words."""

    @property
    def field(self) -> str:
        """The field that the statement is about."""

    @property
    def status(self) -> str:
        """The kind of refusal that is due."""

    @property
    def lenient(self) -> bool:
        """Whether a relay may take the request all the same."""
