"""Which addresses in answers may be fetched."""

import pytest

from conformance.formats.urls import is_absolute, is_private


@pytest.mark.parametrize("url", ["http://a.example/x", "https://[::1]:8/x"])
def test_a_web_address_is_absolute(url: str) -> None:
    assert is_absolute(url)


@pytest.mark.parametrize(
    "url",
    [
        "/a.png",
        "a.png",
        "file:///etc/hosts",
        "data:image/png;base64,AA",
        "",
        "http://[x",
    ],
)
def test_others_are_not(url: str) -> None:
    assert not is_absolute(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "[::1]",
        "[fd00::1]",
        "localhost",
        "minio",
        "a.internal",
        "printer.local",
        "0.0.0.0",
    ],
)
def test_hosts_of_neighbours_are_private(host: str) -> None:
    assert is_private(f"http://{host}:9000/x.png")


@pytest.mark.parametrize("host", ["a.example", "8.8.8.8", "[2606:4700::1111]"])
def test_hosts_of_the_web_are_not(host: str) -> None:
    assert not is_private(f"https://{host}/x.png")
