"""All examples of the menu as pages for any web space, and a list of them: ``python -m viz.saved.site OUT``."""

from __future__ import annotations

import re
import sys
import unicodedata
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

import autodiff as ad
from viz.drawing.layout import shared
from viz.examples import EXAMPLES, Example
from viz.saved.page import face, offline_page, policy

HERE = Path(__file__).parent
INDEX = "index.html"


def write_site(folder: Path) -> list[Path]:
    """Write a page for every example and the list of them into a folder, which is made; the files, the list first."""
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / INDEX
    index.write_text(_list(), "utf-8")
    written = [index]
    for example in EXAMPLES:
        page = folder / file_name(example)
        page.write_text(example_page(example, back=INDEX), "utf-8")
        written.append(page)
    return written


def example_page(example: Example, back: str = "") -> str:
    """The page of one example, at its point."""
    graph = ad.parse(example.text)
    run = ad.run(graph, example.values(graph.variables)).to_dict()
    return offline_page(run, title=example.name, note=example.shows, back=back)


def file_name(example: Example) -> str:
    """The name of an example as that of a file: letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", f"{example.group} {example.name}").encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") + ".html"


def _list() -> str:
    sections = "".join(
        f"<h2>{escape(group)}</h2><ul>{''.join(map(_entry, examples))}</ul>"
        for group, examples in groupby(EXAMPLES, lambda example: example.group)
    )
    look = f"{face('upright')}\n{(HERE / 'index.css').read_text('utf-8')}"
    return Template((HERE / INDEX).read_text("utf-8")).substitute(policy=policy(look), look=look, sections=sections)


def _entry(example: Example) -> str:
    first, *more = example.text.split("\n")
    code = escape(first + (" …" if more else ""))
    link = f'<a href="{file_name(example)}">{escape(example.name)}</a>'
    return f"<li>{link}<code>{code}</code><p>{escape(example.shows)}</p></li>"


def main(arguments: list[str]) -> int:
    """Write the site into the folder that is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m viz.saved.site FOLDER\n")
        return 2
    files = write_site(Path(arguments[0]))
    shared.stop()
    size = sum(file.stat().st_size for file in files)
    sys.stdout.write(f"{len(files)} pages, {size / 1e6:.1f} MB: open {files[0]}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
