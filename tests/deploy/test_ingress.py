"""What HAProxy's ingress controller is told, run by the real HAProxy: who asks, the cookie, the counters."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator

import pytest

from tests.deploy.proxies import Proxy, echo, ingress


@pytest.fixture
def before_an_echo(place) -> Iterator[tuple[Proxy, list]]:
    with echo() as (port, asked), ingress(place, port, "localhost") as proxy:
        yield proxy, asked


def ask(proxy: Proxy, path: str, *headers: tuple[str, str]) -> tuple[int, http.client.HTTPMessage]:
    """Status and headers; a header may be there twice."""
    anybody = ssl.create_default_context(cafile=proxy.place / "cert.pem")
    connection = http.client.HTTPSConnection("localhost", proxy.port, timeout=20, context=anybody)
    try:
        connection.putrequest("GET", path)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers
    finally:
        connection.close()


def test_a_client_cannot_say_where_it_comes_from_not_in_two_lines_either(before_an_echo):
    proxy, asked = before_an_echo
    forged = [("X-Forwarded-For", "9.9.9.9"), ("X-Forwarded-For", "8.8.8.8, 7.7.7.7"), ("X-Forwarded-Proto", "http")]
    assert ask(proxy, "/gradwalk/", *forged)[0] == 200
    ((_, headers),) = asked
    assert headers.get_all("X-Forwarded-For") == ["127.0.0.1"]
    assert headers.get_all("X-Forwarded-Proto") == ["https"]


def test_the_cookie_comes_back_from_a_frame_and_is_not_for_scripts(before_an_echo):
    written = ask(before_an_echo[0], "/gradwalk/")[1]["Set-Cookie"]
    assert written.startswith("gradwalk-replica=")
    for part in ("HttpOnly", "Secure", "SameSite=None", "Partitioned"):
        assert part in written


def test_the_counters_are_not_for_everybody(before_an_echo):
    proxy, asked = before_an_echo
    assert ask(proxy, "/gradwalk/metrics")[0] == 404
    assert not asked
