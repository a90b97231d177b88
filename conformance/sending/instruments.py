"""The suite's instruments beside a target: what cases send of them, what they saw."""

import errno
import http.client
import ipaddress
import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.core.exceptions import LossReason, NotEquipped, NotRecorded
from conformance.core.marks import KEY_MARK, MARK
from conformance.core.message import Response
from conformance.formats.redact import Redactor
from conformance.formats.template import places
from conformance.inputs.case import Case, Instrument
from conformance.inputs.target import InstrumentSettings
from conformance.sending.stub import CALLED, HOOK, KEYS, PICTURE, REDIRECT, SEEN, Stub

_HOW = {
    Instrument.UPSTREAM: "a stand-in for the upstream: give `upstream` and "
    "`upstream_model`",
    Instrument.LISTENER: "a listener that the target can reach: give `listener`",
    Instrument.SECOND_KEY: "a key for some models only: give `second_key_env` and "
    "`second_key_models`",
}
_PATIENCE = 100.0
# The place that a case fills to have its task reported by calls.
_HOOKED = "listener.hook"
_SHORTEST_KEY = 8  # what is shorter may be part of any text


@dataclass(slots=True)
class Instruments:
    """The stubs of one target, opened when they are first needed.

    Cases ask from several threads; `_lock` guards `_stubs`.
    """

    equipment: InstrumentSettings
    _stubs: dict[str, Stub | None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def context(self, case: Case, nonce: str) -> dict[str, Any]:
        """What a case that needs an instrument may put into its requests."""
        settings = self.equipment
        if self._address(case):
            self._open(self._address(case))
        addresses = {
            "picture": f"http://{settings.listener}{PICTURE}{nonce}.png",
            "hook": f"http://{settings.listener}{HOOK}{nonce}",
            "redirect": f"http://{_by_name(settings.listener)}{REDIRECT}{nonce}.png",
        }
        return {
            "upstream_model": settings.upstream_model,
            "listener": addresses,
            "second_model": next(iter(settings.second_key_models), ""),
        }

    def seen(self, case: Case, nonce: str) -> dict[str, Any]:
        """What the instrument of a case saw of it, as plain JSON."""
        address = self._address(case)
        if not address:
            return {}
        path = CALLED if _HOOKED in places([s.json for s in case.steps]) else SEEN
        return {case.instrument.value: _answer_of(address, path + nonce)}

    def keys(self, case: Case, nonce: str) -> list[str]:
        """The keys that the target showed to the stand-in for its upstream."""
        address = self._address(case)
        keys = _answer_of(address, KEYS + nonce) if address else []
        return [key for key in keys if isinstance(key, str)]

    def close(self) -> None:
        """Stop what was opened."""
        for stub in self._stubs.values():
            if stub is not None:
                stub.stop()
        self._stubs.clear()

    def _address(self, case: Case) -> str:
        addresses = {
            Instrument.UPSTREAM: self.equipment.upstream,
            Instrument.LISTENER: self.equipment.listener,
        }
        return addresses.get(case.instrument, "")

    def _open(self, address: str) -> None:
        with self._lock:
            if address not in self._stubs:
                self._stubs[address] = opened(address, self.equipment.upstream_delay)


def opened(address: str, delay: float) -> Stub | None:
    """A stub on an address; None if one of ours, of another process, is there."""
    try:
        return Stub(address, delay)
    except (OSError, OverflowError) as error:
        busy = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        if busy and isinstance(_answer_of(address, f"{SEEN}0"), list):
            return None
        raise NotRecorded(
            LossReason.INSTRUMENT_FAILED,
            f"the instrument cannot listen on {address} ({error}): name a free address "
            "of this machine under [instruments]",
        ) from None


def check_equipped(case: Case, equipment: InstrumentSettings) -> None:
    """Raise NotEquipped if a case needs an instrument that is not given."""
    needs = {
        Instrument.NONE: "yes",
        Instrument.UPSTREAM: equipment.upstream,
        Instrument.LISTENER: equipment.listener,
        Instrument.SECOND_KEY: equipment.second_key_env,
    }
    if not needs[case.instrument]:
        raise NotEquipped(
            f"needs {_HOW[case.instrument]} under [instruments] in the target's file"
        )


def is_equipped(case: Case, equipment: InstrumentSettings) -> bool:
    """Whether there is the instrument that a case needs, if it needs one."""
    try:
        check_equipped(case, equipment)
    except NotEquipped:
        return False
    return True


def masked(response: Response, keys: Iterable[str]) -> Response:
    """A response in which the keys for the upstream are replaced by a mark."""
    secret = Redactor.of(key for key in keys if len(key) >= _SHORTEST_KEY)
    if not secret.has_secrets:
        return response
    headers = secret.headers(response.headers)
    pieces = secret.pieces(response.pieces)
    return replace(
        response,
        headers=tuple((n, v.replace(MARK, KEY_MARK)) for n, v in headers),
        pieces=tuple(
            replace(p, data=p.data.replace(MARK.encode(), KEY_MARK.encode()))
            for p in pieces
        ),
    )


def _by_name(address: str) -> str:
    """A loopback address by its name: some guards look at numbers only."""
    host, _, port = address.rpartition(":")
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        return address
    return f"localhost:{port}" if loopback else address


def _answer_of(address: str, path: str) -> Any:
    """The JSON that a stub answers; None if there is none of ours."""
    line = http.client.HTTPConnection(address, timeout=_PATIENCE)
    try:
        line.request("GET", path)
        return json.loads(line.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        line.close()
