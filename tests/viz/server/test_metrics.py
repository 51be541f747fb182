"""What several processes have counted together, and who of them is still there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from viz.server import metrics

ROOT = Path(__file__).parents[3]
COUNTING = "from viz.server.metrics import SESSIONS; SESSIONS.inc({learners}); print(flush=True); input()"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    return tmp_path


def counting(learners: int) -> subprocess.Popen:
    """Another process, in which so many are connected."""
    process = subprocess.Popen(
        [sys.executable, "-c", COUNTING.format(learners=learners)],
        cwd=ROOT, env=os.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.readline()
    return process


def connected() -> float:
    (count,) = re.findall(r"^gradwalk_sessions (\S+)$", metrics.exposition().body.decode(), re.MULTILINE)
    return float(count)


def test_learners_of_a_process_that_was_killed_are_no_longer_counted(folder):
    with counting(3) as killed, counting(2) as living:
        try:
            assert connected() == 5
            killed.kill()
            killed.wait()
            assert connected() == 2
            assert len(list(folder.glob("gauge_livesum_*.db"))) == 1
        finally:
            living.kill()
