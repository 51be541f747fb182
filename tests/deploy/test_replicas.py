"""Two replicas behind the shipped HAProxy: a learner stays with one by a cookie, and outlives it."""

from __future__ import annotations

import http.client
import re
import ssl
import time
import urllib.request
from collections.abc import Iterator

import pytest

from benchmarks.load_server import Server, serving
from tests.browser.conftest import free_port
from tests.deploy.conftest import BASE
from tests.deploy.learning import Learner, longest_link
from tests.deploy.proxies import DEPLOY, Proxy, certificate, echo, haproxy, reload
from viz import link

COOKIE = "gradwalk-replica"
RUNNING = (DEPLOY.parent / "docs" / "running.md").read_text("utf-8")


@pytest.fixture(scope="module")
def replicas() -> Iterator[tuple[Server, Server]]:
    with serving(free_port(), **BASE) as one, serving(free_port(), **BASE) as two:
        yield one, two


@pytest.fixture(scope="module")
def balanced(replicas: tuple[Server, Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with haproxy(tmp_path_factory.mktemp("haproxy"), (replicas[0].port, replicas[1].port)) as proxy:
        yield proxy


def ask(proxy: Proxy, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def served_by(proxy: Proxy, path: str, **headers: str) -> str:
    """The name of the replica that answered, as HAProxy logs it."""
    before = len(proxy.log)
    assert ask(proxy, path, **headers)[0] == 200
    for _ in range(50):
        found = re.findall(r"GET /gradwalk/\S* 200 .* (one|two)$", proxy.log[before:], re.MULTILINE)
        if found:
            return found[-1]
        time.sleep(0.1)
    raise AssertionError(proxy.log[before:])


def test_learners_of_one_address_are_spread(balanced):
    assert {served_by(balanced, "/gradwalk/") for _ in range(8)} == {"one", "two"}


def test_a_learner_stays_with_a_replica_by_the_cookie(balanced):
    for _ in range(3):
        (name,) = re.findall(rf"{COOKIE}=(\w+);", ask(balanced, "/gradwalk/")[1]["Set-Cookie"])
        assert {served_by(balanced, "/gradwalk/", Cookie=f"{COOKIE}={name}") for _ in range(4)} == {name}


def test_the_cookie_is_not_for_scripts_and_is_one_that_a_browser_keeps_without_tls(balanced):
    written = ask(balanced, "/gradwalk/")[1]["Set-Cookie"]
    assert "HttpOnly" in written
    for part in ("Secure", "SameSite", "Partitioned"):
        assert part not in written


def test_a_forged_cookie_is_no_way_in(balanced):
    for value in ("three", "one; two", "../one", "x" * 3000):
        assert served_by(balanced, "/gradwalk/", Cookie=f"{COOKIE}={value}") in ("one", "two")


def test_text_is_compressed(balanced):
    assert ask(balanced, "/gradwalk/player/player.js", **{"Accept-Encoding": "gzip"})[1]["Content-Encoding"] == "gzip"


def test_what_is_not_below_the_path_is_not_there_and_counters_are_not_for_everybody(balanced):
    assert [ask(balanced, path)[0] for path in ("/", "/gradwalkers", "/gradwalk/metrics")] == [404, 404, 404]


@pytest.mark.parametrize("query", ["f=x*x", ""])
def test_the_path_without_its_slash_leads_to_the_page(balanced, query):
    status, headers, _ = ask(balanced, f"/gradwalk?{query}", Host="evil.example")
    assert (status, headers["Location"]) == (308, f"/gradwalk/?{query}")


def test_the_longest_link_passes_and_the_log_has_no_query(balanced, learner):
    text, query = longest_link("secret")
    assert link.LONGEST_LINK - 100 < len(query) <= link.LONGEST_LINK
    learner(f"{balanced.address}/?{query}").ready().showing(text)
    assert "GET /gradwalk/ 200" in balanced.log
    assert "secret" not in balanced.log


def test_at_no_path_all_is_served(place):
    with echo() as (port, asked), haproxy(place, (port, port), base="") as proxy:
        assert [ask(proxy, path)[0] for path in ("/", "/?f=x", "/static/js/index.js")] == [200] * 3
        assert ask(proxy, "/metrics")[0] == 404
        assert [path for path, _ in asked if path not in ("/readyz", "/_stcore/health")] == [
            "/", "/?f=x", "/static/js/index.js"
        ]  # fmt: skip


def test_behind_tls_with_the_words_of_the_page_for_administrators(place):
    certificate(place)
    (words,) = re.findall(r'GRADWALK_LISTEN: ":8080 (ssl crt\s\S+)"', RUNNING)
    own = words.replace("/usr/local/etc/haproxy/certs/cert.pem", str(place / "both.pem"))
    with echo() as (port, asked), haproxy(place, (port, port), f"127.0.0.1:{{port}} {own}") as proxy:
        assert ssl.get_server_certificate(("127.0.0.1", proxy.port)) == (place / "cert.pem").read_text()
        anybody = ssl.create_default_context(cafile=place / "cert.pem")
        with urllib.request.urlopen(f"{proxy.address}/", context=anybody) as answer:
            written = answer.headers["Set-Cookie"]
    assert "https" in {headers["X-Forwarded-Proto"] for _, headers in asked}
    for part in ("HttpOnly", "Secure", "SameSite=None", "Partitioned"):
        assert part in written, "in a frame of another site it comes back"


def test_a_reload_is_not_felt(balanced, learner):
    walker = learner(balanced.address + "/")
    learning = Learner(walker, 2).settle()
    reload(balanced)
    learning.choose(7.5)
    assert learning.sockets == []
    walker.page.reload()
    walker.ready()
