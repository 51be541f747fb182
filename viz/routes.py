"""What the app serves beside the page: the player's files, the check while typing, the drawing as DOT."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

import autodiff as ad
from autodiff.walks.broken import drawn_with
from viz import link
from viz.cards import Direction
from viz.derived import derived
from viz.dot import to_dot
from viz.folding import fold
from viz.look import PLAYER
from viz.problems import verdict

LARGEST_BODY = 4 * link.LONGEST_TEXT + 1  # bytes of UTF-8
NOSNIFF = {"X-Content-Type-Options": "nosniff"}  # a text stays a text, whatever it looks like


class PlayerFiles(StaticFiles):
    """Static files that a browser keeps, and asks for again only to hear that they are unchanged."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        """The file, with the headers that a module needs."""
        response = super().file_response(*args, **options)
        response.headers.update({"Cache-Control": "no-cache", **NOSNIFF})
        return response


async def check(request: Request) -> Response:
    """The verdict on the text in the body, as JSON; 413 where it is longer than the language allows."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return PlainTextResponse("The text is too long.", status_code=413)
    return JSONResponse(await run_in_threadpool(verdict, body.decode(errors="replace")))


def dot(request: Request) -> Response:
    """The DOT of the function in the query, as a file; 400 with the sentence where it cannot be parsed."""
    state, _ = link.read(request.query_params)
    graph = derived(state.text or "", state.merge, state.derived)
    if isinstance(graph, ad.ParseError):
        return PlainTextResponse(str(graph), status_code=400, headers=NOSNIFF)
    direction: Direction = "down" if request.query_params.get("direction") == "down" else "right"
    found = drawn_with(state.bug if state.mode == "reverse" else "", graph, _output(graph, state))
    return PlainTextResponse(
        to_dot(fold(found, state.opened, state.summed).structure, direction),
        media_type="text/vnd.graphviz",
        headers={"Content-Disposition": 'attachment; filename="graph.dot"', **NOSNIFF},
    )


def _output(graph: ad.Graph, state: link.State) -> int:
    return state.output if state.output < len(graph.outputs) else 0


def routes(base: str = "") -> list[BaseRoute]:
    """All of them, below the path that the server is reached at (Streamlit does not prefix them itself)."""
    base = "/" + base.strip("/") if base.strip("/") else ""
    return [
        Route(f"{base}/parse", check, methods=["POST"]),
        Route(f"{base}/dot", dot, methods=["GET"]),
        Mount(f"{base}/player", PlayerFiles(directory=PLAYER)),
    ]
