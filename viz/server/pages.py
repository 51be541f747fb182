"""What a browser shows instead of the explorer: one calm page, without a script."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

FULL = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gradwalk is full</title>
<style>
  :root {{ color-scheme: light dark; font: 1.125rem/1.6 system-ui, sans-serif; }}
  body {{ display: grid; min-height: 90vh; place-content: center; max-width: 34rem; margin: auto; padding: 1rem; }}
  h1 {{ font-size: 1.5rem; }}
</style>
<h1>All places are taken</h1>
<p>As many learners are here as this server can serve well. Please come back in {wait}.</p>
<p>Your link stays good: the function, the point and the step are in it. <a href="">Try again</a></p>
</html>
"""


def full(retry_after: int) -> Response:
    """The page for whoever finds no place, and when to come back in seconds; 503."""
    wait = f"{retry_after} seconds" if retry_after < 90 else f"{round(retry_after / 60)} minutes"
    return HTMLResponse(
        FULL.format(wait=wait), 503, headers={"Retry-After": str(retry_after), "Cache-Control": "no-store"}
    )
