"""The shipped nginx site before a running server, asked by curl's hand and by a real browser."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import ssl
from pathlib import Path
from urllib.parse import quote

import pytest
import streamlit
from playwright.sync_api import expect

from benchmarks.load_learner import Learner as Socket
from tests.aside import apart
from tests.browser.conftest import free_port
from tests.deploy.learning import Learner, longest_link
from tests.deploy.proxies import Proxy, certificate, echo, nginx, reload
from viz import link

GZIP = {"Accept-Encoding": "gzip"}


def ask(proxy: Proxy, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
    """Status, headers and body; the path goes out as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=20)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def script() -> tuple[str, bytes]:
    """Streamlit's largest file: where it is served, and what is in it."""
    folder = Path(streamlit.__file__).parent / "static"
    largest = max(folder.rglob("*.js"), key=lambda path: path.stat().st_size)
    return f"/gradwalk/{largest.relative_to(folder)}", largest.read_bytes()


# ---- what a learner gets


def test_the_page_works_below_its_path(proxy, learner):
    walker = learner(f"{proxy.address}/?f={quote('x*x + 3')}&at=x:2&step=3").ready()
    walker.showing("x*x + 3")
    assert walker.step == 3


def test_the_path_without_its_slash_leads_to_the_page_and_keeps_the_link(proxy):
    status, headers, _ = ask(proxy, "/gradwalk?f=x*x&step=2")
    assert (status, headers["Location"]) == (301, "/gradwalk/?f=x*x&step=2")


@pytest.mark.parametrize(
    ("base", "beside"),
    [("", []), ("/a.b/walk", ["/", "/static/js/index.js", "/a.b/", "/axb/walk/", "/a.b/walkers", "/a.b/walk.html"])],
    ids=["no path", "a path of two"],
)
def test_at_another_path_or_at_none_all_is_served_and_nothing_beside_it(place, base, beside):
    paths = [base + path for path in ("/", "/?f=x", "/healthz", "/static/js/index.js", "/_stcore/stream")]
    with echo() as (port, asked), nginx(place, port, base=base) as proxy:
        assert [ask(proxy, path)[0] for path in paths] == [200] * len(paths)
        assert [path for path, _ in asked] == paths
        assert ask(proxy, f"{base}/metrics")[0] == 404
        assert [ask(proxy, path)[0] for path in beside] == [404] * len(beside)
        assert len(asked) == len(paths)


def test_files_are_compressed_once_and_kept(proxy):
    path, plain = script()
    sizes = []
    for _ in range(2):
        status, headers, body = ask(proxy, path, **GZIP)
        assert status == 200
        assert headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(body) == plain
        sizes.append(len(body))
    assert sizes[0] < 0.4 * len(plain)
    kept = [file.read_bytes() for file in (proxy.place / "cache").iterdir()]
    assert any(body in content for content in kept)


def test_the_page_is_never_kept_as_a_file_of_the_next_version(proxy):
    before = sorted((proxy.place / "cache").iterdir())
    status, headers, _ = ask(proxy, "/gradwalk/static/js/index.next.js", **GZIP)
    assert (status, headers.get_content_type()) == (200, "text/html")
    assert sorted((proxy.place / "cache").iterdir()) == before


def test_who_cannot_read_compressed_files_gets_plain_ones(proxy):
    path, plain = script()
    for _ in range(2):
        status, headers, body = ask(proxy, path)
        assert status == 200
        assert headers["Content-Encoding"] is None
        assert body == plain


@pytest.mark.parametrize("path", ["/gradwalk/player/player.js", "/gradwalk/", "/gradwalk/dot?f=" + "x*" * 400 + "x"])
def test_everything_that_is_text_is_compressed(proxy, path):
    _, headers, body = ask(proxy, path, **GZIP)
    assert headers["Content-Encoding"] == "gzip"
    assert body != ask(proxy, path)[2] == gzip.decompress(body)


def test_the_check_while_typing_passes(proxy):
    status, _, body = ask(proxy, "/gradwalk/parse", "POST", b"x ** ")
    assert status == 200
    assert json.loads(body)["problem"]["line"] == 1


async def applied_by_socket(address: str) -> str:
    socket = await Socket.arrive(address)
    await socket.type("Function", "sin(x) + 41")
    await socket.leave()
    return socket.data["run"]["function"]["text"]


def test_the_web_socket_passes(proxy):
    assert apart(lambda: asyncio.run(applied_by_socket(proxy.ws))) == "sin(x) + 41"


def test_the_longest_link_passes_and_the_files_that_the_page_asks_for_then(proxy, learner):
    """The link is in the request and, for every file, in the referrer."""
    text, query = longest_link("x")
    assert link.LONGEST_LINK - 100 < len(query) <= link.LONGEST_LINK
    learner(f"{proxy.address}/?{query}").ready().showing(text)


def test_behind_tls(server, place, learner):
    certificate(place)
    own = f"ssl_certificate {place}/cert.pem;\nssl_certificate_key {place}/key.pem;\n"
    with nginx(place, server.port, own, "127.0.0.1:{port} ssl") as proxy:
        assert ssl.get_server_certificate(("127.0.0.1", proxy.port)) == (place / "cert.pem").read_text()
        walker = learner(f"{proxy.address}/?f=x*x&at=x:2").ready()
        walker.type("x*x + 5").showing("x*x + 5")


# ---- what nobody gets


@pytest.mark.parametrize(
    "path",
    [
        "/gradwalk/player/../page.py",
        "/gradwalk/player/..%2fpage.py",
        "/gradwalk/player/%2e%2e/page.py",
        "/gradwalk/player/..%5cpage.py",
        "/gradwalk/player/%252e%252e/page.py",
        "/gradwalk/static/..%2f..%2f__init__.py",
        "/gradwalk/static/../../app.py",
        "/gradwalk/static//etc/passwd",
        "/gradwalk/../../../../etc/passwd",
        "/gradwalk/player//etc/passwd",
        "/etc/passwd",
    ],
)
def test_no_way_leads_out_of_the_served_folders(proxy, path):
    status, _, body = ask(proxy, path)
    assert status in (400, 403, 404) or (status == 200 and b"<title>Streamlit</title>" in body)
    assert b"import" not in body
    assert b"root:" not in body


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/gradwalk",
        "/gradwalk//evil.example",
        "/gradwalk/..//evil.example",
        "/%2f%2fevil.example",
        "/gradwalk%2f%2fevil.example",
        "/gradwalk/player",
        "/gradwalk/player/%2f%2fevil.example/",
        "/gradwalk",
    ],
)
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_no_redirect_leads_elsewhere(proxy, path, host):
    status, headers, _ = ask(proxy, path, Host=f"{host}:{proxy.port}")
    location = headers["Location"] or ""
    assert (300 <= status < 400) == bool(location)
    own = f"http://{host}:{proxy.port}/gradwalk/"  # the name that the client itself used
    assert not location or location.startswith(("/gradwalk/", own))


def test_a_long_body_is_refused_before_it_is_read(proxy):
    assert ask(proxy, "/gradwalk/parse", "POST", b"x" * 70_000)[0] == 413


def test_the_counters_are_not_for_everybody(proxy, server):
    assert ask(proxy, "/gradwalk/metrics")[0] == 404
    assert ask(Proxy(server.port, proxy.place, proxy.process), "/gradwalk/metrics")[0] == 200


@pytest.mark.parametrize("path", ["/gradwalk/", "/gradwalk/_stcore/stream", "/gradwalk/static/js/index.js"])
def test_a_client_cannot_say_where_it_comes_from(place, path):
    forged = {"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    with echo() as (port, asked), nginx(place, port) as proxy:
        ask(proxy, path, **forged)
    ((_, headers),) = asked
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "http"
    assert headers["X-Forwarded-Host"] is None
    assert headers["Host"] == f"127.0.0.1:{proxy.port}"


# ---- what is written down


def test_no_log_says_what_a_learner_typed(proxy, learner):
    secret = "secret_name"
    walker = learner(f"{proxy.address}/?f={secret}*2").ready()
    walker.type(f"{secret}*3").showing(f"{secret}*3")
    assert "GET /gradwalk/ 200" in proxy.log
    assert secret not in proxy.log


def test_while_the_app_is_away_a_page_tries_again_and_no_log_says_what_was_asked(place, learner):
    with nginx(place, free_port()) as proxy:
        status, headers, body = ask(proxy, "/gradwalk/?f=secret_name", Referer=f"{proxy.address}/?f=secret_name")
        assert status == 503
        assert headers["Retry-After"] == "3"
        assert b"tries again by itself" in body
        page = learner(f"{proxy.address}/?f=secret_name").page
        expect(page.get_by_text("Gradwalk is starting.")).to_be_visible()
        assert "secret_name" not in proxy.log


# ---- a reload


def test_a_reload_is_not_felt(server, place, learner):
    with nginx(place, server.port) as proxy:
        walker = learner(proxy.address + "/")
        learning = Learner(walker, 1).settle()
        reload(proxy)
        learning.choose(7.5)
        assert learning.sockets == []  # the old one went on
        walker.page.reload()
        walker.ready()
