"""Takes the picture of a report: `python -m conformance.tests.update_picture`.

Chromium has to be installed, as for the tests marked `browser`.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image

from conformance.relay import Relay, RelaySettings
from conformance.tests.browser.chromium import chromium, opened
from conformance.tests.processes import relaycert

PICTURE = Path(__file__).parents[2] / "docs" / "report.png"
FAULTS = ("stream-no-done", "chat-finish-vendor-value", "err-html-page")
KEY = "sk-picture"
_SIZE = {"width": 1180, "height": 1000}


def main() -> None:
    """Judge a relay with a few faults, and take a picture of its report."""
    with Relay(RelaySettings(key=KEY)) as relay, tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "relay.toml").write_text(_target(relay.base_url("openai", *FAULTS)))
        arguments = ("run", "--target=relay.toml", "--report-dir=report")
        ended = relaycert(home, *arguments, env={"RELAY_KEY": KEY})
        assert ended.returncode == 1, ended.stdout + ended.stderr
        _smaller(_pictured(home / "report" / "report.html")).save(
            PICTURE, optimize=True
        )


def _target(url: str) -> str:
    return (
        f'name = "my relay"\nbase_url = "{url}"\nprofile = "openai"\n'
        'key_env = "RELAY_KEY"\n[models]\nchat = "reference-chat"\n'
    )


def _pictured(page: Path) -> Image.Image:
    with (
        chromium() as browser,
        opened(browser, page, viewport=_SIZE, color_scheme="light") as shown,
    ):
        return Image.open(io.BytesIO(shown.page.screenshot()))


def _smaller(picture: Image.Image) -> Image.Image:
    """The same with few colours: a page has no more."""
    return picture.convert("RGB").quantize(64)


if __name__ == "__main__":
    main()
