"""The real nginx and HAProxy of the system, with the shipped configuration: only ports and places are a test's own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml

from tests.browser.conftest import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
PATHS = os.environ["PATH"] + ":/usr/sbin:/sbin"
NGINX = shutil.which("nginx", path=PATHS)
HAPROXY = shutil.which("haproxy", path=PATHS)
MAIN = """
{user}
daemon off;
pid {place}/nginx.pid;
error_log {place}/nginx-error.log;
worker_processes 2;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    include {place}/site.conf;
}}
"""


@dataclass
class Proxy:
    """A running proxy: where it listens, where its files are, and the process."""

    port: int
    place: Path
    process: subprocess.Popen[bytes]
    scheme: str = "http"
    base: str = "/gradwalk"

    @property
    def address(self) -> str:
        """The page, as a learner's browser sees it."""
        return f"{self.scheme}://localhost:{self.port}{self.base}"

    @property
    def ws(self) -> str:
        """Where a learner's web socket connects."""
        return f"ws://localhost:{self.port}{self.base}"

    @property
    def log(self) -> str:
        """All that it wrote down."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.place.glob("*.log")))


def site(**settings: str) -> str:
    """The nginx site as `deploy/nginx/site.sh` prints it."""
    return subprocess.run(
        [DEPLOY / "nginx" / "site.sh"], env=os.environ | settings, capture_output=True, text=True, check=True
    ).stdout


@contextmanager
def nginx(
    place: Path, upstream: int, extra: str = "", listen: str = "127.0.0.1:{port}", base: str = "/gradwalk"
) -> Iterator[Proxy]:
    """nginx before a server; ``extra`` are a site's own lines."""
    port = free_port()
    (place / "extra").mkdir(parents=True)
    (place / "extra" / "own.conf").write_text(extra)
    text = site(
        GRADWALK_LISTEN=listen.format(port=port),
        GRADWALK_BASE_PATH=base,
        GRADWALK_UPSTREAM=f"127.0.0.1:{upstream}",
        GRADWALK_COMPRESSOR=f"127.0.0.1:{free_port()}",
        GRADWALK_CACHE=str(place / "cache"),
        GRADWALK_EXTRA=str(place / "extra"),
        GRADWALK_NGINX_ACCESS_LOG=str(place / "access.log"),
        GRADWALK_NGINX_ERROR_LOG=str(place / "error.log"),
    )
    (place / "site.conf").write_text(text)
    (place / "nginx.conf").write_text(MAIN.format(place=place, user="user root;" if os.geteuid() == 0 else ""))
    with _running([str(NGINX), "-p", str(place), "-c", str(place / "nginx.conf")], place, {}) as process:
        proxy = Proxy(port, place, process, "https" if "ssl" in listen else "http", base)
        _wait_for_port(proxy)
        yield proxy


@contextmanager
def haproxy(
    place: Path, replicas: tuple[int, int], listen: str = "127.0.0.1:{port}", base: str = "/gradwalk"
) -> Iterator[Proxy]:
    """HAProxy before two replicas."""
    port = free_port()
    settings = {
        "GRADWALK_LISTEN": listen.format(port=port),
        "GRADWALK_BASE_PATH": base,
        "GRADWALK_REPLICA_1": f"127.0.0.1:{replicas[0]}",
        "GRADWALK_REPLICA_2": f"127.0.0.1:{replicas[1]}",
    }
    place.mkdir(parents=True, exist_ok=True)
    with _running([str(HAPROXY), "-W", "-f", str(DEPLOY / "haproxy" / "haproxy.cfg")], place, settings) as process:
        proxy = Proxy(port, place, process, "https" if "ssl" in listen else "http", base)
        _wait_for_port(proxy)
        _wait_for_page(proxy)
        yield proxy


@contextmanager
def ingress(place: Path, upstream: int, name: str) -> Iterator[Proxy]:
    """HAProxy with what its ingress controller makes of the annotations, for a host of that name, before a server.

    (Its documentation/annotations.md and, for how a header is quoted, pkg/annotations/ingress/reqSetHdr.go.)
    """
    port = free_port()
    said = _annotations("ingress") | _annotations("service")
    headers = (line.split(" ", 1) for line in said["request-set-header"].splitlines())
    lines = [
        *("defaults", "mode http", "timeout connect 2s", "timeout client 60s", "timeout server 60s"),
        *("frontend https", f"bind 127.0.0.1:{port} ssl crt {place}/both.pem"),
        "http-request set-header X-Forwarded-Proto https",
        *(f'http-request set-header {header} "{value}"' for header, value in headers),
        *(f"use_backend {name} if {{ hdr(host),field(1,:) {name} }}", f"backend {name}"),
        *(["option forwardfor"] if said.get("forwarded-for", "true") == "true" else []),
        *(f"cookie {said['cookie-persistence']} insert indirect nocache dynamic", "dynamic-cookie-key key"),
        *said["backend-config-snippet"].splitlines(),
        f"server SRV_1 127.0.0.1:{upstream}",
    ]
    certificate(place)
    (place / "haproxy.cfg").write_text("\n".join(lines) + "\n")
    with _running([str(HAPROXY), "-f", str(place / "haproxy.cfg")], place, {}) as process:
        proxy = Proxy(port, place, process, "https")
        _wait_for_port(proxy)
        yield proxy


def _annotations(manifest: str) -> dict[str, str]:
    """What a manifest says to the controller, without the prefix."""
    read = yaml.safe_load((DEPLOY / "kubernetes" / f"{manifest}.yaml").read_text("utf-8"))
    return {name.removeprefix("haproxy.org/"): value for name, value in read["metadata"]["annotations"].items()}


@contextmanager
def echo() -> Iterator[tuple[int, list[tuple[str, Message]]]]:
    """In the place of the app, something that says yes to everything: its port, and what it was asked."""
    asked: list[tuple[str, Message]] = []

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as app:
        threading.Thread(target=app.serve_forever, daemon=True).start()
        try:
            yield app.server_port, asked
        finally:
            app.shutdown()


def certificate(place: Path) -> None:
    """A certificate for this machine, its key, and a file with both, as HAProxy wants it."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2",
         "-keyout", place / "key.pem", "-out", place / "cert.pem"], check=True, capture_output=True,
    )  # fmt: skip
    (place / "both.pem").write_text((place / "cert.pem").read_text() + (place / "key.pem").read_text())


def reload(proxy: Proxy) -> None:
    """Let the proxy read its configuration anew, as an administrator does."""
    proxy.process.send_signal(signal.SIGHUP if (proxy.place / "nginx.conf").exists() else signal.SIGUSR2)


@contextmanager
def _running(command: list[str], place: Path, settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with (place / "output.log").open("wb") as log:
        process = subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


def _wait_for_port(proxy: Proxy) -> None:
    """Until somebody listens."""
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", proxy.port), timeout=1).close()
            return
        except OSError:
            assert proxy.process.poll() is None, proxy.log
            time.sleep(0.1)
    raise TimeoutError(proxy.log)


def _wait_for_page(proxy: Proxy) -> None:
    """Until a replica has passed its checks."""
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{proxy.address}/_stcore/health", timeout=2, context=anybody).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(proxy.log)
