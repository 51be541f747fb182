"""What the app serves beside the page: the player's script, the check while typing, a walk's numbers, its files."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar, TypeVarTuple

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

import autodiff as ad
from viz import link
from viz.drawing.cards import Direction
from viz.drawing.dot import to_dot
from viz.drawing.drawn import pictured
from viz.drawing.layout import LayoutError
from viz.look import PLAYER, SCRIPT, SCRIPT_NAME
from viz.problems import verdict
from viz.saved import files
from viz.server import pace
from viz.server.limits import Refused
from viz.server.sockets import asking
from viz.server.turns import Turns
from viz.walking import bug_of, graph_of, numbers, point_of, walk_of

Args = TypeVarTuple("Args")
T = TypeVar("T", bound=Response | None)
Answer = Callable[[link.State, ad.Graph, QueryParams], Response]  # about a function that could be parsed
LARGEST_BODY = 4 * link.LONGEST_TEXT + 1  # bytes of UTF-8
NOSNIFF = {"X-Content-Type-Options": "nosniff"}  # a text stays a text, whatever it looks like
POWERLESS = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox"}  # were it shown
CHECKS, WALKS, FILES, LARGE_ONES = 5.0, 7.5, 5.0, 10.0  # seconds of computing a minute for one address, as in `Turns`
PIECE = 200  # entries of a list that are written at once
SOON = {"Retry-After": "5"}  # seconds; a check while typing is asked for again anyway


class InPieces(JSONResponse):
    """JSON, its long lists in parts: the encoder lets no other thread run until it is done."""

    def render(self, content: Any) -> bytes:
        """All of it."""
        return "".join(self._pieces(content)).encode()

    def _pieces(self, content: Any) -> Iterator[str]:
        if isinstance(content, dict):
            for k, (name, value) in enumerate(content.items()):
                yield f"{',' if k else '{'}{self._piece(name)}:"
                yield from self._pieces(value)
            yield "}" if content else "{}"
        elif isinstance(content, list) and len(content) > PIECE:
            for k in range(0, len(content), PIECE):
                yield ("," if k else "[") + self._piece(content[k : k + PIECE])[1:-1]
            yield "]"
        else:
            yield self._piece(content)

    _piece = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class PlayerFiles(StaticFiles):
    """Static files that a browser keeps, and asks for again only to hear that they are unchanged."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        """The file, with the headers that a module needs."""
        response = super().file_response(*args, **options)
        response.headers.update({"Cache-Control": "no-cache", **NOSNIFF})
        return response


async def script(request: Request) -> Response:
    """The player's script. Another version has another name."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable", **NOSNIFF}
    return Response(SCRIPT, media_type="text/javascript", headers=headers)


async def check(request: Request, turns: Turns) -> Response:
    """The verdict on the text in the body, as JSON; 413 where it is longer than the language allows."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return PlainTextResponse("The text is too long.", status_code=413)
    return await _in_turn(request, turns, lambda text: JSONResponse(verdict(text)), body.decode(errors="replace"))


async def dot(request: Request, light: Turns, heavy: Turns) -> Response:
    """The DOT of the function in the query, as a file; 400 with the sentence where it cannot be parsed."""
    return await _of_its_size(request, light, heavy, _dot)


async def run(request: Request, light: Turns, heavy: Turns) -> Response:
    """The numbers of the walk in the query, as the player wants them; 400 where the function cannot be parsed."""
    return await _of_its_size(request, light, heavy, _run)


async def file(request: Request, light: Turns, heavy: Turns) -> Response:
    """The walk in the query as a file of the ``kind`` in it; 400 where there is no such walk or kind."""
    return await _of_its_size(request, light, heavy, _file)


async def _of_its_size(request: Request, light: Turns, heavy: Turns, answer: Answer) -> Response:
    """An answer about the function in the query, among those about graphs of its size: small ones are not held up."""
    for turns, largest in ((light, pace.LARGE), (heavy, math.inf)):
        found: Response | None = await _in_turn(request, turns, _answered, answer, request.query_params, largest)
        if found is not None:
            return found
    raise AssertionError("no graph is larger than infinity")


async def _in_turn(request: Request, turns: Turns, answer: Callable[[*Args], T], *args: *Args) -> T | Response:
    """An answer that takes computing; 503 where very many of the same address are waiting for theirs."""
    try:
        return await turns.run(asking(request.scope), answer, *args)
    except Refused as refused:
        return PlainTextResponse(str(refused), status_code=503, headers=SOON)


def _answered(answer: Answer, query: QueryParams, largest: float) -> Response | None:
    """None for a graph of more nodes than that: it would keep others waiting."""
    said, _ = link.read(query)
    graph = graph_of(said)
    if isinstance(graph, ad.ParseError):
        return PlainTextResponse(str(graph), status_code=400, headers=NOSNIFF)
    if len(graph.nodes) > largest:
        return None
    return answer(said, graph, query)


def _dot(said: link.State, graph: ad.Graph, query: QueryParams) -> Response:
    direction: Direction = "down" if query.get("direction") == "down" else "right"
    with pace.turn(len(graph.nodes)):
        picture = pictured(graph, walk_of(said, graph)["output"], said.opened, said.summed, bug_of(said, graph))
        return _attached(to_dot(picture.structure, direction), "graph.dot", "text/vnd.graphviz")


def _run(said: link.State, graph: ad.Graph, query: QueryParams) -> Response:
    with pace.turn(len(graph.nodes)):
        return InPieces(numbers(said, graph, point_of(said, graph.variables)), headers=NOSNIFF)


def _file(said: link.State, graph: ad.Graph, query: QueryParams) -> Response:
    kind = files.KINDS.get(query.get("kind", ""))
    if kind is None:
        sentence = f"There is no such kind of file; there are {', '.join(files.KINDS)}."
        return PlainTextResponse(sentence, status_code=400, headers=NOSNIFF)
    try:
        return _attached(files.content(kind, said, graph), kind.name, kind.media_type, POWERLESS)
    except LayoutError:
        return PlainTextResponse("Graphviz could not draw this function.", status_code=503, headers=NOSNIFF)


def _attached(content: str, name: str, media_type: str, headers: Mapping[str, str] = NOSNIFF) -> Response:
    """A file under a name of ours."""
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition, **NOSNIFF, **headers})


def routes(base: str = "") -> list[BaseRoute]:
    """All of them, below the path that the server is reached at (Streamlit does not prefix them itself)."""
    base = "/" + base.strip("/") if base.strip("/") else ""
    checks, light, heavy = Turns(CHECKS), Turns(WALKS), Turns(LARGE_ONES, at_once=1)
    saved = Turns(FILES)  # of any size: a file waits for its drawing, and a walk should not wait for that
    return [
        Route(f"{base}/parse", partial(check, turns=checks), methods=["POST"]),
        Route(f"{base}/run", partial(run, light=light, heavy=heavy), methods=["GET"]),
        Route(f"{base}/dot", partial(dot, light=light, heavy=heavy), methods=["GET"]),
        Route(f"{base}/file", partial(file, light=saved, heavy=saved), methods=["GET"]),
        Route(f"{base}/player/{SCRIPT_NAME}", script, methods=["GET"]),
        Mount(f"{base}/player", PlayerFiles(directory=PLAYER)),
    ]
