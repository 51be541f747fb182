"""`make bench`: the tables of docs/performance.md, measured anew (some of them: make bench ARGS=engine)."""

from __future__ import annotations

import sys
from importlib import import_module

TABLES = {
    "engine": "The engine",
    "operations": "Operations of a gradient for one of the value",
    "server": "On the server",
    "browser": "In the browser",
    "hand": "A number in hand",
    "networks": "Networks and loops",
    "load": "A class on the server",
}


def main() -> None:
    """Measure and print."""
    for name in sys.argv[1:] or TABLES:
        rows = import_module(f"benchmarks.{name}").measure()
        print(f"\n## {TABLES[name]}\n\n| what | figure | beside it |\n| --- | --- | --- |")
        print("\n".join(rows), flush=True)


if __name__ == "__main__":
    main()
