"""What a class needs of Streamlit is in the shipped file, and a sentence says where it was not honoured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit import config

from viz.server import options
from viz.server.settings import Settings

ROOT = Path(__file__).parents[3]
ASK = "from viz.server.options import disregarded; print('\\n'.join(disregarded()))"


def said(folder: Path, *lines: str) -> str:
    """What the check says where Streamlit finds this configuration."""
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text("\n".join(lines))
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {ASK}"],
        cwd=folder, env={"HOME": str(folder)}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def test_with_the_shipped_file_there_is_nothing_to_say(tmp_path):
    assert said(tmp_path, (ROOT / ".streamlit" / "config.toml").read_text("utf-8")).strip() == ""


def test_without_it_every_default_that_hurts_is_named(tmp_path):
    found = said(tmp_path)
    for option in (
        "runner.postScriptGC", "server.fileWatcherType", "global.minCachedMessageSize", "client.showErrorDetails",
        "browser.gatherUsageStats", "server.maxWidgetStateSize",
    ):  # fmt: skip
        assert option in found
    assert "server.enableXsrfProtection" not in found


@pytest.mark.parametrize("expected", options.EXPECTED, ids=lambda expected: expected.option)
def test_each_of_them_is_looked_at(expected, monkeypatch):
    wrong = {"server.fileWatcherType": "auto", "client.showErrorDetails": "full", "server.maxWidgetStateSize": 25}
    given = config.get_option

    def other(option: str):
        if option != expected.option:
            return given(option)
        value = given(option)
        return wrong.get(option, not value if isinstance(value, bool) else 0)

    monkeypatch.setattr(config, "get_option", other)
    assert any(sentence.startswith(expected.option) for sentence in options.disregarded())


def test_an_option_that_this_streamlit_has_not_got_is_named_where_its_absence_hurts(monkeypatch):
    def gone(option: str):
        raise RuntimeError(option)

    monkeypatch.setattr(config, "get_option", gone)
    found = list(options.disregarded())
    assert any("knows no runner.postScriptGC" in sentence for sentence in found)
    assert not any("enableAgentApi" in sentence for sentence in found)


@pytest.mark.parametrize("path", ["/gradwalk", "gradwalk/", "/gradwalk/"])
def test_the_path_is_told_to_streamlit(path, monkeypatch):
    told = {"server.baseUrlPath": ""}
    monkeypatch.setattr(config, "set_option", told.__setitem__)
    monkeypatch.setattr(config, "get_option", told.__getitem__)
    assert options.apply(Settings(base_path=path)) == told["server.baseUrlPath"] == "gradwalk"


def test_without_the_setting_streamlits_own_option_counts(monkeypatch):
    monkeypatch.setattr(config, "get_option", {"server.baseUrlPath": "/tools/x/"}.__getitem__)
    assert options.apply(Settings()) == "tools/x"
