"""The settings: each has a default that works, and a value that cannot be used is named."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from viz.server.settings import FOREIGN, SettingError, Settings, read, table, variable

ROOT = Path(__file__).parents[3]


def test_without_variables_everything_has_its_default():
    assert read({}) == Settings()
    assert read({"PATH": "/bin", "GRADWALK": "1"}) == Settings()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("base_path", "/gradwalk/", "/gradwalk/"),
        ("allowed_hosts", "a.example, *.b.example", ("a.example", "*.b.example")),
        ("frame_ancestors", "https://a.example https://b.example", ("https://a.example", "https://b.example")),
        ("frame_ancestors", "'self', http://*.a.example:8080", ("'self'", "http://*.a.example:8080")),
        ("allowed_hosts", "*,localhost,127.0.0.1", ("*", "localhost", "127.0.0.1")),
        ("base_path", "", ""),
        ("base_path", "a.b/walk", "a.b/walk"),
        ("metrics_from", "", ()),
        ("sessions", " 12 ", 12),
        ("layout_seconds", "0.5", 0.5),
        ("access_log", "ON", True),
        ("access_log", "0", False),
    ],
)
def test_a_variable_is_read_as_what_it_is(name, text, value):
    found = getattr(read({f"GRADWALK_{name.upper()}": text}), name)
    assert found == value
    assert type(found) is type(getattr(Settings(), name))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("sessions", "many", "whole number"),
        ("sessions", "1.5", "whole number"),
        ("sessions", "0", "from 1"),
        ("layout_workers", "1", "from 2"),
        ("layout_seconds", "nan", "from 0.1"),
        ("layout_seconds", "inf", "from 0.1"),
        ("layout_seconds", "two", "a number"),
        ("access_log", "perhaps", "on or off"),
        ("log_level", "LOUD", "DEBUG, INFO, WARNING, ERROR"),
        ("metrics_from", "10.0.0.0/99", "network"),
        ("allowed_hosts", "https://gradwalk.example.org", "as in gradwalk.example.org"),
        ("allowed_hosts", "gradwalk.example.org:8443", "as in gradwalk.example.org"),
        ("allowed_hosts", "b.example, a.*.org", "not 'a.*.org'"),
        ("frame_ancestors", "https://a.org; https://b.org", "not 'https://a.org;'"),
        ("frame_ancestors", "self", "as in https://moodle.example.org"),
        ("frame_ancestors", "moodle.example.org", "as in https://moodle.example.org"),
        ("base_path", "https://x/gradwalk", "as in /gradwalk"),
        ("base_path", "/../gradwalk", "as in /gradwalk"),
        ("base_path", "/grad walk", "as in /gradwalk"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_name(name, text, said):
    with pytest.raises(SettingError, match=f"GRADWALK_{name.upper()}") as refused:
        read({f"GRADWALK_{name.upper()}": text})
    assert said in str(refused.value)


def test_the_start_ends_with_the_sentence():
    run = subprocess.run(
        [sys.executable, "-c", "import viz.server.settings"],
        env={"GRADWALK_SESSIONS": "0"}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode
    assert "GRADWALK_SESSIONS is a whole number from 1, not '0'." in run.stderr


def test_the_table_has_a_row_for_every_variable():
    rows = table().splitlines()[2:]
    names = [re.match(r"\| `(\w+)` \|", row)[1] for row in rows]
    assert names == [variable(setting) for setting in fields(Settings)] + [name for name, _, _ in FOREIGN]
    assert all(row.count("|") == 4 for row in rows)
