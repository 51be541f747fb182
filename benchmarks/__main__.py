"""`make bench`: the tables of docs/performance.md, measured anew."""

from __future__ import annotations

from benchmarks import browser, server


def main() -> None:
    """Measure and print."""
    for title, rows in (("On the server", server.measure()), ("In the browser", browser.measure())):
        print(f"\n## {title}\n\n| what | figure | beside it |\n| --- | --- | --- |")
        print("\n".join(rows), flush=True)


if __name__ == "__main__":
    main()
