"""LiteLLM's proxy with answers of its own: a pinned install and a free port."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conformance.tests.real.installed import venv

PINNED = ("litellm[proxy]==1.106.2", "prisma==0.15.0")
KEY = "sk-relaycert-real-1234"
_START_LIMIT = 180.0
_CONFIG = f"""
model_list:
  - model_name: reference-chat
    litellm_params:
      model: openai/reference-chat
      api_key: sk-none
      mock_response: "Hello from a mock relay."
router_settings: {{num_retries: 0}}
litellm_settings: {{telemetry: false, num_retries: 0}}
general_settings: {{master_key: {KEY}}}
"""
# Nothing leaves the machine: no price list is fetched, no upstream is known.
_ENVIRONMENT = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_MODE": "PRODUCTION",
    "OPENAI_API_KEY": "sk-none",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
}


class Died(Exception):
    """The proxy is no longer there: some of its compiled parts crash now and then."""


@contextmanager
def litellm(home: Path) -> Iterator[str]:
    """The base URL of a proxy that runs while this is entered; Died if it did not."""
    python = venv(home, *PINNED)
    config = home / "config.yaml"
    config.write_text(_CONFIG, "utf-8")
    port = _free_port()
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [
                *(str(python.parent / "litellm"), "--config", str(config)),
                *("--host", "127.0.0.1", "--port", str(port), "--telemetry", "False"),
            ],
            env=os.environ | _ENVIRONMENT,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/health/liveliness", server)
            yield f"http://127.0.0.1:{port}/v1"
            if server.poll() is not None:
                raise Died(f"LiteLLM ended by itself ({server.returncode})")
        finally:
            server.terminate()
            server.wait(20)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + _START_LIMIT
    while time.monotonic() < limit:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise RuntimeError("LiteLLM did not start: see log.txt beside its environment")
