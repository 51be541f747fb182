"""Whether the server in this container is alive, for the health check of the image: exits with an error if not."""

from __future__ import annotations

import os
import urllib.request

PORT = os.environ["UVICORN_PORT"]
BASE = os.environ.get("GRADWALK_BASE_PATH", "").strip("/")

urllib.request.urlopen(f"http://127.0.0.1:{PORT}/{BASE}{'/' if BASE else ''}healthz", timeout=3).close()
