"""One call to the relay, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from hashlib import sha256

from conformance.relay.dialect import Dialect
from conformance.relay.json_text import Json, Object
from conformance.relay.multipart import FormPart
from conformance.relay.tasks import Tasks


class Credential(Enum):
    """Whether the caller sent a key, and the right one."""

    MISSING = auto()
    WRONG = auto()
    GOOD = auto()


@dataclass(frozen=True, slots=True)
class Call:
    """A request with all that an answer may depend on."""

    dialect: Dialect
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""
    json: Json = None
    # The parts of a body that is a form.
    form: tuple[FormPart, ...] = ()
    # Why the body is neither JSON nor a form; empty where it need not be one.
    malformed: str = ""
    # The body was larger than the relay takes, and is not kept.
    oversized: bool = False
    credential: Credential = Credential.MISSING
    request_id: str = ""
    # Ids of answers grow from this; the same seed text gives the same ids.
    id_seed: str = ""
    received: float = 0.0
    # The server's own seed for the pseudo-model.
    seed: int = 0
    # How many calls came before under the same prefix.
    nth: int = 0
    # The latest of these, oldest first.
    earlier: "tuple[Call, ...]" = ()
    # The models that the key is for; none: all.
    scope: tuple[str, ...] = ()
    # Who answers for a model that is not the relay's own; empty: nobody.
    upstream: str = ""
    upstream_key: str = field(default="", repr=False)
    # Whose key it is, without telling the key.
    caller: str = ""
    # The relay's own address as the caller writes it, up to the routes.
    home: str = ""
    # The Midjourney tasks so far, and how many seconds a new one takes.
    tasks: Tasks = field(default_factory=Tasks, repr=False, compare=False)
    task_seconds: float = 0.12
    # Parts of the path that the route names.
    args: Mapping[str, str] = field(default_factory=dict)

    @property
    def route(self) -> str:
        """The path below the dialect's base, or the whole path outside of it."""
        return self.path.removeprefix(self.dialect.base) or "/"

    @property
    def fields(self) -> Object:
        """The fields of the body; none where it is no JSON object."""
        return self.json if isinstance(self.json, dict) else {}

    @property
    def model(self) -> Json:
        """The model that the body names, be it JSON or a form."""
        models = [
            part.data.decode(errors="replace")
            for part in self.form
            if part.name == "model"
        ]
        return models[0] if models else self.fields.get("model")

    @property
    def is_chat(self) -> bool:
        """Whether the call asks for a chat completion."""
        return self.method == "POST" and self.route == "/chat/completions"

    @property
    def is_completions(self) -> bool:
        """Whether the call asks for a legacy completion."""
        return self.method == "POST" and self.route == "/completions"

    @property
    def streams(self) -> bool:
        """Whether the caller asked for a stream."""
        return self.fields.get("stream") is True

    @property
    def wants_usage(self) -> bool:
        """Whether the caller asked for usage within a stream."""
        options = self.fields.get("stream_options")
        return isinstance(options, dict) and options.get("include_usage") is True

    @property
    def carries_usage(self) -> bool:
        """Whether a stream shows usage, asked for or not."""
        return self.wants_usage or self.dialect.stream.unasked

    def promised(self, *, refuses: bool) -> dict[str, str]:
        """The headers that the contract has on an answer to this call."""
        return {
            header.name: header.value
            for header in self.dialect.headers
            if (header.on_refusal if refuses else header.on_success)
            and (not header.routes or self.route.split("/")[1] in header.routes)
        }

    def new_id(self, prefix: str, *parts: object) -> str:
        """An id that belongs to this call and to `parts`."""
        text = "/".join([self.id_seed, prefix, *map(str, parts)])
        return prefix + sha256(text.encode()).hexdigest()[:24]

    def with_fields(self, changes: Object) -> "Call":
        """The call with some fields of its body replaced."""
        return replace(self, json={**self.fields, **changes})

    def without_fields(self, *names: str) -> "Call":
        """The call as if its body did not have these fields."""
        if not any(name in self.fields for name in names):
            return self
        fields = {key: value for key, value in self.fields.items() if key not in names}
        return replace(self, json=fields)
