"""The page for administrators says what is so."""

from __future__ import annotations

import re
import urllib.request

import pytest

from tests.deploy.proxies import DEPLOY
from viz.server import settings

TEXT = (DEPLOY.parent / "docs" / "running.md").read_text("utf-8")


def test_the_table_of_settings_is_the_one_that_the_server_prints():
    assert f"\n\n{settings.table()}\n\n" in TEXT, "put in what `python -m viz.server.settings` prints"


def test_every_counter_is_there(server):
    with urllib.request.urlopen(f"{server.http}/metrics") as answer:
        counted = set(re.findall(r"^# TYPE (\w+)", answer.read().decode(), re.MULTILINE))
    named = set(re.findall(r"`(gradwalk_\w+)`", TEXT))
    assert named == {name for name in counted if name.startswith("gradwalk_") and not name.endswith("_created")}


def test_every_setting_that_is_named_exists():
    known = set(re.findall(r"`(\w+)`", settings.table()))
    proxy = set(re.findall(r"^(\w+)=", (DEPLOY / "nginx" / "debian.env").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"GRADWALK_\w+", TEXT)) <= known | proxy | {"GRADWALK_PORT"}


def test_every_command_for_compose_names_its_file():
    assert re.findall(r"docker compose\s+(?!-f\s+deploy/compose|\.\.\.)\S*", TEXT) == []


@pytest.mark.parametrize("name", sorted(set(re.findall(r"deploy/[\w./-]*\w", TEXT))))
def test_every_file_that_is_named_exists(name):
    own = ("deploy/gradwalk.env", "deploy/haproxy/certs/cert.pem")  # to be made by an administrator
    assert name in own or (DEPLOY.parent / name).exists()
