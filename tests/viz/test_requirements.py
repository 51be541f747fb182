"""What requirements.txt allows begins where `make lowest` tests it, and what is audited is what is shipped."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"([\w-]+)>=([\d.]+),<")
PIN = re.compile(r"([\w-]+)==([\d.]+)")


def test_the_lowest_versions_are_those_that_the_ranges_begin_with():
    allowed = dict(LINE.findall((ROOT / "requirements.txt").read_text("utf-8")))
    tested = dict(PIN.findall((ROOT / "requirements-lowest.txt").read_text("utf-8")))
    assert allowed.keys() == tested.keys()
    for name, version in allowed.items():
        assert tested[name] == version or tested[name].startswith(f"{version}.0"), name


def test_what_the_server_ships_is_within_the_ranges():
    allowed = dict(LINE.findall((ROOT / "requirements.txt").read_text("utf-8")))
    shipped = dict(PIN.findall((ROOT / "deploy" / "requirements-server.txt").read_text("utf-8")))
    assert allowed.keys() <= shipped.keys()
