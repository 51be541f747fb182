"""A server as it is run in earnest, in processes of its own, and what is seen of it from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = os.environ.get("SERVER_PYTHON", sys.executable)  # with other versions of what the explorer needs
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
OPTIONS = [
    "--no-access-log", "--ws-per-message-deflate", "false", "--ws-max-size", "1048576", "--ws-max-queue", "4",
    "--timeout-graceful-shutdown", "5",
]  # fmt: skip  # those of deploy/


@dataclass
class Server:
    """A running server: its port, and the process that was started."""

    port: int
    process: subprocess.Popen[bytes]
    base: str = ""

    @property
    def http(self) -> str:
        """Where pages are asked for."""
        return f"http://127.0.0.1:{self.port}{self.base}"

    @property
    def ws(self) -> str:
        """Where a learner's web socket connects."""
        return f"ws://127.0.0.1:{self.port}{self.base}"

    def healthy(self) -> bool:
        """Whether it answers."""
        try:
            with urllib.request.urlopen(f"{self.http}/_stcore/health", timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False

    def processes(self) -> list[int]:
        """The process and all that it started."""
        parents = {int(path.name): _parent(path) for path in Path("/proc").glob("[0-9]*")}
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def layout_workers(self) -> list[int]:
        """Those of them that draw."""
        return [pid for pid in self.processes() if "viz.drawing.layout_worker" in _command(pid)]

    def memory(self) -> float:
        """What the web processes hold, in MB, without what draws."""
        drawing = self.layout_workers()
        return sum(_resident(pid) for pid in self.processes() if pid not in drawing) / 2**20

    def processor(self) -> float:
        """Seconds of processor that it has used so far, drawing included."""
        return sum(_used(pid) for pid in self.processes()) / TICKS

    def kill(self) -> None:
        """End it without a warning, and what it started with it."""
        for pid in reversed(self.processes()):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as an administrator does."""
        self.process.terminate()  # nothing where it has ended
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


def start(port: int, script: str = "", workers: int = 1, log: int | None = None, **settings: str) -> Server:
    """Start the explorer, or a plain Streamlit script, with settings as environment variables; wait until it answers.

    Raises TimeoutError where it does not.
    """
    if script:
        command = ["streamlit", "run", script, "--server.port", str(port), "--server.address", "127.0.0.1"]
    else:
        command = ["uvicorn", "app:app", "--port", str(port), "--workers", str(workers), *OPTIONS]
    output = subprocess.DEVNULL if log is None else log
    process = subprocess.Popen(
        [PYTHON, "-m", *command], cwd=ROOT, env=os.environ | settings, stdout=output, stderr=output
    )
    server = Server(port, process, settings.get("GRADWALK_BASE_PATH", ""))
    for _ in range(240):
        if server.healthy():
            return server
        time.sleep(0.25)
    server.kill()
    raise TimeoutError("the server did not start")


@contextmanager
def serving(port: int, script: str = "", workers: int = 1, **settings: str) -> Iterator[Server]:
    """`start`, and an end."""
    server = start(port, script, workers, **settings)
    try:
        yield server
    finally:
        server.stop()


def _stat(path: Path) -> list[str]:
    """The fields of a process after its name; none where it has ended."""
    try:
        return path.joinpath("stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _parent(path: Path) -> int:
    fields = _stat(path)
    return int(fields[1]) if fields else 0


def _used(pid: int) -> int:
    return sum(map(int, _stat(Path(f"/proc/{pid}"))[11:13]))


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_SIZE
    except OSError:
        return 0
