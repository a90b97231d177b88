"""Asking whether a process is alive does nothing to it, on any system."""

import ctypes
import os
import sys
from types import SimpleNamespace

import pytest

from conformance.sending.processes import is_alive


def test_a_process_is_alive_as_long_as_it_is() -> None:
    assert is_alive(os.getpid())
    assert is_alive(1)
    assert not is_alive(2**22 + 1)  # beyond the largest number that Linux gives


@pytest.mark.parametrize(
    ("handle", "error", "code", "alive"),
    [(7, 0, 259, True), (7, 0, 1, False), (0, 5, 0, True), (0, 87, 0, False)],
)
def test_on_windows_no_signal_is_sent(
    monkeypatch: pytest.MonkeyPatch, handle: int, error: int, code: int, alive: bool
) -> None:
    def ends(_: int, into: object) -> None:
        into._obj.value = code  # type: ignore[attr-defined]

    kernel = SimpleNamespace(
        OpenProcess=lambda *_: handle,
        GetLastError=lambda: error,
        GetExitCodeProcess=ends,
        CloseHandle=lambda _: None,
    )
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "kill", None)
    monkeypatch.setattr(
        ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False
    )
    assert is_alive(4711) is alive
