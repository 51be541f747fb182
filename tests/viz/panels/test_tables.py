"""Tables: every text is only a text."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

BAD = "<img src=x onerror=alert(1)>"


def drawn(caption: str, head: list[str], row: list[str]) -> str:
    def script(caption: str, head: list[str], row: list[str]) -> None:
        from viz.panels.tables import Cell, table, words

        table(caption, [head[0], words(head[1])], [[row[0], Cell(row[1], "gradient")]], now=0)

    page = AppTest.from_function(script, args=(caption, head, row)).run()
    assert not page.exception
    return str(page.get("html")[0].proto.body)


@pytest.mark.parametrize("place", range(5))
def test_nothing_in_a_table_is_markup(place):
    texts = ["caption", "name", "words", "x", "24"]
    texts[place] = BAD
    html = drawn(texts[0], texts[1:3], texts[3:])
    assert BAD not in html
    assert "&lt;img" in html


def test_a_table_is_named_by_its_caption_rows_and_columns():
    html = drawn("Numbers", ["Mode", "Why"], ["x", "24"])
    assert "<caption>Numbers</caption>" in html
    assert '<th scope="col" class="words">Mode</th><th scope="col" class="words">Why</th>' in html
    assert '<tr class="now" aria-current="step"><th scope="row" class="words">x</th>' in html
    assert '<td class="gradient">24</td>' in html
