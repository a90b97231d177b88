"""The command that serves the reference relay: slips of its user, and when it is up."""

import socket
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from conformance.cli.main import main
from conformance.plugin.dialects import dialects
from conformance.relay import RelaySettings, serve
from conformance.tests.packaged import SUITE


def served(*arguments: str) -> Result:
    """How the command ends with these arguments, which are all wrong."""
    return CliRunner().invoke(main, ["serve", *arguments])


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("--profile", "acme"), ", ".join(SUITE.profiles)),
        (("--fault", "acme"), "--list-bends"),
        (("--latency", "-1"), "from 0 to 60"),
        (("--latency", "61"), "from 0 to 60"),
        (("--latency", "nan"), "from 0 to 60"),
        (("--latency", "soon"), "not a valid float"),
        (("--port", "99999"), "0<=x<=65535"),
        (("--port", "-1"), "0<=x<=65535"),
    ],
)
def test_a_slip_is_a_usage_error(arguments: tuple[str, ...], advice: str) -> None:
    ended = served(*arguments)
    assert ended.exit_code == 2
    assert advice in ended.output
    assert "listens" not in ended.output


def test_a_port_in_use_is_not_said_to_be_listened_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = served("--port", str(taken.getsockname()[1]))
    assert ended.exit_code == 2
    assert "name another with --port" in ended.output
    assert "listens" not in ended.output


class Connected(Exception):
    """Ends a relay that took a connection."""


def test_the_relay_says_that_it_listens_when_it_does() -> None:
    def connect(base_url: str) -> None:
        url = urlsplit(base_url)
        assert url.path == SUITE.profiles["vmware-pais"].base_path
        socket.create_connection((url.hostname, url.port), timeout=5).close()
        raise Connected

    settings = RelaySettings(profile="vmware-pais", dialects=dialects(SUITE))
    with pytest.raises(Connected):
        serve(settings, 0, connect)
