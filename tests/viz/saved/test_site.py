"""The examples as a folder of pages: every one is there, and every link leads to one."""

from __future__ import annotations

import re

from viz.examples import EXAMPLES
from viz.saved import site


def test_every_example_has_a_page_and_a_line_in_the_list(tmp_path):
    index, *pages = site.write_site(tmp_path / "out")
    assert len(pages) == len(EXAMPLES)
    links = re.findall(r'href="([^"]+)"', index.read_text("utf-8"))
    assert links == [page.name for page in pages]
    assert len(set(links)) == len(links)
    for page in pages:
        assert 'href="index.html"' in page.read_text("utf-8")


def test_the_command_says_what_it_wrote(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(site, "EXAMPLES", EXAMPLES[:2])
    monkeypatch.setattr(site.shared, "stop", lambda: None)
    assert site.main([str(tmp_path)]) == 0
    assert "3 pages" in capsys.readouterr().out
    assert site.main([]) == 2
