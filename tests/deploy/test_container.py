"""The image without Docker: what it copies, and its own command, run for real by nobody in a tree that is read-only."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.load_server import Server
from tests.browser.conftest import free_port
from tests.deploy.learning import Learner
from tests.deploy.proxies import DEPLOY

ROOT = DEPLOY.parent
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
# Root gives up its name and all that it may do; anybody else has nothing to give up.
AS_NOBODY = ["unshare", "--user", "--map-user=65532", "--map-group=65532"] if os.geteuid() == 0 else []


def instruction(name: str) -> list[str]:
    """The words of an instruction in its JSON form."""
    (found,) = re.findall(rf"^{name}\s.*?(\[.*\])$", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)
    return [word.replace("python", sys.executable) if word == "python" else word for word in json.loads(found)]


def environment() -> dict[str, str]:
    """What ENV sets, but for the path."""
    (text,) = re.findall(r"^ENV ((?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE)
    found = dict(part.split("=", 1) for part in text.replace("\\\n", " ").split())
    return {name: value for name, value in found.items() if name != "PATH"}


def copied(there: Path) -> None:
    """The tree as COPY makes it: what the ignore file lets through."""
    for line in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines():
        if line.startswith("!"):
            source, target = ROOT / line[1:], there / line[1:]
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path, dict[str, str]]]:
    """The command of the image, running; its tree and its environment."""
    outside = tmp_path_factory.mktemp("image")
    tree = outside / "gradwalk"
    copied(tree)
    subprocess.run(["chmod", "-R", "a-w,a+rX", str(tree)], check=True)
    settings = environment() | {
        "HOME": "/nonexistent",
        "TMPDIR": "/nonexistent",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "UVICORN_PORT": str(free_port()),
        "GRADWALK_BASE_PATH": "/gradwalk",
        "GRADWALK_ALLOWED_HOSTS": "localhost,127.0.0.1",
    }
    process = subprocess.Popen(
        [*AS_NOBODY, *instruction("CMD")], cwd=tree, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    server = Server(int(settings["UVICORN_PORT"]), process, "/gradwalk")
    assert process.stdout
    try:
        for _ in range(300):
            if healthy(tree, settings) == 0:
                break
            assert process.poll() is None, process.stdout.read().decode()
            time.sleep(0.2)
        yield server, tree, settings
    finally:
        server.stop()
        process.stdout.close()
        subprocess.run(["chmod", "-R", "u+w", str(tree)], check=True)


def healthy(tree: Path, settings: dict[str, str]) -> int:
    """What the health check of the image says: 0 if all is well."""
    return subprocess.run(instruction("HEALTHCHECK"), cwd=tree, env=settings, capture_output=True).returncode


def test_the_page_works_and_nothing_was_written(container, learner):
    server, tree, _ = container
    before = sorted(tree.rglob("*"))
    Learner(learner(f"http://localhost:{server.port}/gradwalk/"), 1).settle()
    assert sorted(tree.rglob("*")) == before


def test_it_holds_no_privilege(container):
    server, _, _ = container
    assert len(server.layout_workers()) == 2
    for pid in server.processes():
        (held,) = re.findall(r"^CapEff:\s*(\w+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
        assert int(held, 16) == 0


def test_the_health_check_tells_a_dead_server_from_a_living_one(container):
    _, tree, settings = container
    assert healthy(tree, settings) == 0
    assert healthy(tree, settings | {"UVICORN_PORT": str(free_port())}) != 0


def test_the_counters_are_read_inside_as_the_page_for_administrators_says(container):
    _, tree, settings = container
    running = (ROOT / "docs" / "running.md").read_text("utf-8")
    (script,) = re.findall(r'exec app python -c \\\n  "(.*)"$', running, re.MULTILINE)
    command = [sys.executable, "-c", script.replace("8501", settings["UVICORN_PORT"])]
    done = subprocess.run(command, cwd=tree, env=settings, capture_output=True, text=True, check=True)
    assert "gradwalk_sessions 0.0" in done.stdout


def test_only_what_runs_is_in_the_image(container):
    _, tree, _ = container
    top = {path.name for path in tree.iterdir()}
    assert top == {".streamlit", "LICENSE", "app.py", "autodiff", "deploy", "viz"}
