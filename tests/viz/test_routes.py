"""The routes beside the page, over real HTTP: what a client sends is not tidied up on the way."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from urllib.parse import parse_qsl, quote, urlencode

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse

import autodiff as ad
from autodiff.describe import structure
from tests.viz.structures import NOTEBOOK, structure_of
from viz import link
from viz.component import PLAYER
from viz.drawing.dot import to_dot
from viz.routes import LARGEST_BODY, PIECE, InPieces, routes
from viz.server import pace


class Server(uvicorn.Server):
    """A server in a thread, on a port of its own choice."""

    def __init__(self, base: str = "") -> None:
        app = Starlette(routes=routes(base))
        self.turns = {route.path: route.endpoint.keywords for route in app.routes[:4]}
        super().__init__(uvicorn.Config(app, port=0, log_level="error", ws="none", lifespan="off"))
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        while not self.started:
            assert self.thread.is_alive()
            time.sleep(0.01)
        self.port = self.servers[0].sockets[0].getsockname()[1]

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body; the path goes out as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=False)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def get(self, path: str, **headers: str):
        return self.ask("GET", path, **headers)

    def parse(self, text: str | bytes):
        status, headers, body = self.ask("POST", "/parse", text if isinstance(text, bytes) else text.encode())
        assert status == 200
        assert headers.get_content_type() == "application/json"
        return json.loads(body)


def served(base: str):
    server = Server(base)
    yield server
    server.should_exit = True
    server.thread.join(10)


@pytest.fixture(scope="module")
def server():
    yield from served("")


@pytest.fixture(scope="module")
def below():
    yield from served("/tools/gradwalk/")


# ---- the player's files


@pytest.mark.parametrize("name", sorted(path.name for path in PLAYER.iterdir() if path.is_file()))
def test_every_file_of_the_player_is_served_with_its_type(server, name):
    status, headers, body = server.get(f"/player/{name}")
    assert status == 200
    assert headers.get_content_type() == {"js": "text/javascript", "css": "text/css"}[name.rsplit(".")[-1]]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-cache"
    assert body == (PLAYER / name).read_bytes()


def test_a_browser_that_has_a_file_is_not_sent_it_again(server):
    _, headers, _ = server.get("/player/numbers.js")
    status, again, body = server.get("/player/numbers.js", **{"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")
    assert again["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/player/../routes.py",
        "/player/../../app.py",
        "/player/%2e%2e/routes.py",
        "/player/..%2froutes.py",
        "/player/..%5croutes.py",
        "/player/%2e%2e%2f%2e%2e%2fapp.py",
        "/player/....//routes.py",
        "/player//etc/passwd",
        "/player/%2fetc%2fpasswd",
        "/player/../player/../../LICENSE",
        "/player/",
        "/player",
        "/player/nothing.js",
        "/player/numbers.js%00.css",
        "/player/" + "a" * 5_000,
    ],
)
def test_nothing_else_is_served(server, path):
    status, _, body = server.get(path)
    assert status in (404, 307)
    assert b"import" not in body
    assert b"root:" not in body
    if status == 307:
        assert path == "/player"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_files_are_only_read(server, method):
    assert server.ask(method, "/player/numbers.js")[0] == 405


# ---- the verdict while typing


@pytest.mark.parametrize(
    "text", ["x*x*y + (y + 2)", "x²y", "f(x, y) = x·y", "s = 0\nfor i in range(3):\n    s += x[i]\ns"]
)
def test_a_right_text_has_no_problem(server, text):
    assert server.parse(text) == {"problem": None, "notices": []}


def test_a_wrong_text_gets_a_sentence_a_place_and_what_to_type_instead(server):
    problem = server.parse("a = 2*x\na + sine(x)")["problem"]
    assert problem["line"] == 2
    assert problem["column"] == 5
    assert problem["length"] == 4
    assert problem["source"] == "a + sine(x)"
    assert "sine" in problem["message"]
    assert problem["hint"] == "sin"
    assert problem["fixed"] == "a = 2*x\na + sin(x)"
    assert server.parse(problem["fixed"])["problem"] is None


def test_what_is_right_but_may_not_be_meant_is_a_notice(server):
    verdict = server.parse("0,5*x")
    assert verdict["problem"] is None
    (notice,) = verdict["notices"]
    assert "0.5" in f"{notice['message']} {notice['hint']}"
    assert {"message", "line", "column", "length", "hint", "source", "fixed"} == notice.keys()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"\n\n",
        b"\xff\xfe\x00",
        b"((((",
        b"x +",
        "√".encode(),
        b"\x00",
        b"(" * 9_999,
        b"-" * 9_999,
        b"x" * 10_001,
        b"9" * 40_000,
    ],
)
def test_any_body_gets_a_verdict(server, body):
    problem = server.parse(body)["problem"]
    assert problem["message"].strip()
    assert problem["line"] >= 1
    assert problem["column"] >= 1


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_past_the_limit_is_cut_off(server, chunked):
    assert server.parse(b"x" * LARGEST_BODY)["problem"]
    if chunked:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("POST", "/parse", body=(b"x" * 10_000 for _ in range(20)), encode_chunked=True)
        assert connection.getresponse().status == 413
        connection.close()
    else:
        status, headers, body = server.ask("POST", "/parse", b"x" * (LARGEST_BODY + 1))
        assert status == 413
        assert headers.get_content_type() == "text/plain"
        assert body == b"The text is too long."


def test_the_longest_text_of_the_language_fits_in_the_widest_characters(server):
    text = "𝑥" * link.LONGEST_TEXT
    assert len(text.encode()) < LARGEST_BODY
    assert server.parse(text) == {"problem": None, "notices": []}


def test_verdicts_are_asked_for_by_post(server):
    assert server.get("/parse")[0] == 405


# ---- the drawing as DOT


def test_the_dot_of_a_link_is_a_file(server):
    query = link.write(link.State(NOTEBOOK, {"x": 3.0, "y": 4.0}))
    status, headers, body = server.get(f"/dot?{query}")
    assert status == 200
    assert headers.get_content_type() == "text/vnd.graphviz"
    assert headers.get_content_charset() == "utf-8"
    assert headers["Content-Disposition"] == 'attachment; filename="graph.dot"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert body.decode() == to_dot(structure_of(NOTEBOOK))


def test_direction_merging_and_packed_texts_are_those_of_the_link(server):
    text = "sin(x*y) + cos(x*y)"
    down = server.get(f"/dot?f={quote(text)}&direction=down")[2].decode()
    assert down == to_dot(structure_of(text), "down")
    merged = server.get(f"/dot?f={quote(text)}&merge=1")[2].decode()
    assert merged == to_dot(structure(ad.parse(text, merge=True))) != to_dot(structure_of(text))
    long = "+".join(f"sin({i}*x)" for i in range(150))
    query = link.write(link.State(long))
    assert query.startswith("z=")
    assert server.get(f"/dot?{query}")[2].decode() == to_dot(structure_of(long))


@pytest.mark.parametrize(
    ("query", "said"), [("f=sine(x)", "sine"), ("", ""), ("f=", ""), ("z=%25%25", ""), ("f=" + "x%2B" * 10_000, "")]
)
def test_a_wrong_text_is_a_sentence_and_400(server, query, said):
    status, headers, body = server.get(f"/dot?{query}")
    assert status == 400
    assert headers.get_content_type() == "text/plain"
    assert said in body.decode()
    assert body.strip()


def test_the_sentence_cannot_be_taken_for_a_page(server):
    status, headers, _ = server.get("/dot?f=" + quote("<script>alert(1)</script>"))
    assert status == 400
    assert headers.get_content_type() == "text/plain"
    assert headers["X-Content-Type-Options"] == "nosniff"


# ---- behind a proxy


def test_all_routes_can_stand_below_a_path(server, below):
    assert below.get("/tools/gradwalk/player/numbers.js")[0] == 200
    assert below.get("/tools/gradwalk/dot?f=x")[0] == 200
    assert below.ask("POST", "/tools/gradwalk/parse", b"x")[0] == 200
    assert below.get("/player/numbers.js")[0] == 404
    assert server.get("/tools/gradwalk/player/numbers.js")[0] == 404


# ---- a walk's numbers


WALKS = {
    "the default": ({"f": NOTEBOOK, "at": "x:5,y:-1"}, {"x": 5, "y": -1}, {"mode": "reverse"}),
    "along y": (
        {"f": NOTEBOOK, "at": "x:5,y:-1", "mode": "forward", "seed": "y"}, {"x": 5, "y": -1},
        {"mode": "forward", "seed": "y"},
    ),
    "what the link does not say": ({"f": "x*y", "at": "y:2"}, {"x": 1, "y": 2}, {"mode": "reverse"}),
    "an output": ({"f": "x, x*x", "at": "x:3", "out": "1"}, {"x": 3}, {"mode": "reverse", "output": 1}),
    "a step": ({"f": "x*x", "at": "x:3", "mode": "numeric", "eps": "1e-2"}, {"x": 3}, {"mode": "numeric", "eps": 1e-2}),
}  # fmt: skip


@pytest.mark.parametrize(("query", "point", "walk"), WALKS.values(), ids=WALKS.keys())
def test_the_numbers_of_a_link_are_the_engines(server, query, point, walk):
    status, headers, body = server.get(f"/run?{urlencode(query)}")
    assert (status, headers.get_content_type()) == (200, "application/json")
    told = json.loads(body)
    assert told["run"] == ad.run(ad.parse(query["f"]), point, **walk).to_dict()
    read, notices = link.read(dict(parse_qsl(told["query"])))
    assert (read.text, read.point, notices) == (query["f"], point, [])


def test_dual_numbers_bugs_paths_and_derivatives_are_in_the_numbers(server):
    def told(**query):
        return json.loads(server.get(f"/run?{urlencode(query)}")[2])

    dual = told(f="x*y", at="x:3,y:2", mode="forward", dual="x:4,y:1")["run"]
    assert next(write["value"] for write in dual["writes"] if write["box"] == "tangent/n2") == 4 * 2 + 3 * 1
    assert told(f="x*x", at="x:3", bug="overwrite")["run"]["bug"]["name"] == "overwrite"
    assert told(f="x*x", at="x:3", path="x")["paths"]["total"] == 6
    assert "paths" not in told(f="x*x", at="x:3")
    assert told(f="x*x*x", at="x:3", d="x")["run"]["function"]["text"] == str(ad.derivative(ad.parse("x*x*x"), "x"))


@pytest.mark.parametrize("query", [{}, {"f": "x+"}, {"f": "__import__('os')"}, {"z": "nothing"}, {"f": "x" * 20_000}])
def test_a_link_without_a_function_has_no_numbers(server, query):
    status, headers, body = server.get(f"/run?{urlencode(query)}")
    assert (status, headers.get_content_type()) == (400, "text/plain")
    assert 0 < len(body.decode()) < 300


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        {"a": {}, "b": {"c": [*range(3 * PIECE + 1)], "d": "é\n"}},
        [["x"] * k for k in range(PIECE + 1)],
        None,
        1.5,
    ],
    ids=lambda content: str(content)[:20],
)
def test_json_in_pieces_is_json(content):
    assert InPieces(content).body == JSONResponse(content).body


def test_the_json_of_a_large_run_holds_nobody_up():
    """Another thread has its turn between the pieces."""
    content = {"nodes": [{"id": f"n{i}", "value": i / 7} for i in range(100_000)]}
    silence = {}
    for kind in (JSONResponse, InPieces):
        turns, done = [time.perf_counter()], threading.Event()

        def live(turns: list[float] = turns, done: threading.Event = done) -> None:
            while not done.wait(0.001):
                turns.append(time.perf_counter())

        other = threading.Thread(target=live)
        other.start()
        kind(content)
        done.set()
        other.join()
        turns.append(time.perf_counter())
        silence[kind] = max(after - before for before, after in itertools.pairwise(turns))
    assert silence[InPieces] < silence[JSONResponse] / 2


def test_the_numbers_of_small_graphs_do_not_wait_for_those_of_large_ones(server):
    turns = "s = x\nfor i in range(400):\n    s = sin(s)*x\ns"
    large = f"/run?{urlencode({'f': turns, 'at': 'x:0.5'})}"
    answered: list[int] = []
    threads = [threading.Thread(target=lambda: answered.append(server.get(large)[0])) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert server.get("/run?f=x")[0] == 200
    meanwhile = len(answered)
    for thread in threads:
        thread.join()
    assert answered == [200] * 5
    assert meanwhile <= 2


@pytest.mark.parametrize("path", ["/run", "/dot"])
def test_who_walks_large_graphs_leaves_the_others_their_checks(path):
    """Of large graphs there has been so much that the next one waits; of the others nothing."""
    large = urlencode({"f": f"s = x\nfor i in range({pace.LARGE}):\n    s = sin(s)\ns"})
    for server in served(""):
        server.turns[path]["heavy"]._computing.use("127.0.0.1", 3600)
        waiting = http.client.HTTPConnection("127.0.0.1", server.port, timeout=0.5)
        waiting.request("GET", f"{path}?{large}")
        assert server.parse("x*x")["problem"] is None
        assert server.get("/run?f=x")[0] == 200
        assert server.get("/dot?f=x")[0] == 200
        with pytest.raises(TimeoutError):
            waiting.getresponse()
        waiting.close()
        server.force_exit = True


def test_who_saves_files_without_a_pause_leaves_the_others_their_walks():
    for server in served(""):
        server.turns["/file"]["light"]._computing.use("127.0.0.1", 3600)
        assert server.get("/run?f=x")[0] == 200
        assert server.get("/dot?f=x")[0] == 200
        assert server.parse("x*x")["problem"] is None
