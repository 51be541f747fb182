"""The settings of the server: environment variables, their defaults and what they mean, all in one place.

They hold alike under ``streamlit run app.py`` and ``uvicorn app:app``, and are read once, at the start; a value
that cannot be used ends the start with a sentence. ``python -m viz.server.settings`` prints the table.
"""

from __future__ import annotations

import ipaddress
import math
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

PREFIX = "GRADWALK_"
SWITCH = {"1": True, "on": True, "true": True, "yes": True, "0": False, "off": False, "false": False, "no": False}
NAME = r"[\w-]+(\.[\w-]+)*"
HOST = rf"\*|(\*\.)?{NAME}"
ORIGIN = rf"'self'|https?://(\*\.)?{NAME}(:\d+)?"
PATH = r"/?(\w[\w.~-]*(/\w[\w.~-]*)*)?/?"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingError(ValueError):
    """A variable has a value that cannot be used; the message names it."""


def _number(kind: type[int] | type[float], least: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            number = math.nan
        if not least <= number < math.inf:
            raise ValueError(f"is a {'whole ' if kind is int else ''}number from {least:g}, not {text!r}.")
        return number

    return read


def _whole(least: int) -> Callable[[str], float]:
    return _number(int, least)


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _list_of(form: str, example: str) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        for word in _list(text):
            if not re.fullmatch(form, word, re.ASCII):
                raise ValueError(f"has {example}, not {word!r}.")
        return _list(text)

    return read


def _path(text: str) -> str:
    if not re.fullmatch(PATH, text, re.ASCII):
        raise ValueError(f"is a path as in /gradwalk, not {text!r}.")
    return text


def _networks(text: str) -> tuple[str, ...]:
    for network in _list(text):
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            raise ValueError(f"has no address or network in {network!r}.") from None
    return _list(text)


def _switch(text: str) -> bool:
    if text.lower() not in SWITCH:
        raise ValueError(f"is on or off, not {text!r}.")
    return SWITCH[text.lower()]


def _level(text: str) -> str:
    if text.upper() not in LEVELS:
        raise ValueError(f"is one of {', '.join(LEVELS)}, not {text!r}.")
    return text.upper()


def _setting(default: Any, read: Callable[[str], Any], meaning: str) -> Any:
    return field(default=default, metadata={"read": read, "meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """One field a variable: ``base_path`` is GRADWALK_BASE_PATH. A tuple is written with commas between."""

    base_path: str = _setting("", _path, "the path below which everything is served (/healthz too), as in /gradwalk")
    allowed_hosts: tuple[str, ...] = _setting(
        (),
        _list_of(HOST, "names of hosts as in gradwalk.example.org or *.example.org"),
        "host names that are answered to, `*.` at the front allowed; none: any",
    )
    frame_ancestors: tuple[str, ...] = _setting(
        (),
        _list_of(ORIGIN, "origins as in https://moodle.example.org"),
        "origins that may show the page in a frame, as in https://moodle.example.org",
    )
    sessions: int = _setting(
        600, _whole(1), "learners connected to one process; past them, the page that says when to come back"
    )
    sockets_per_address: int = _setting(
        400, _whole(1), "of them, from one address; a classroom behind one router is one address"
    )
    messages_per_session: int = _setting(600, _whole(60), "messages a minute from one learner; what comes faster waits")
    requests_per_session: int = _setting(
        120,
        _whole(6),
        "requests a minute beside the page, for each learner behind an address; what comes faster waits",
    )
    computing_per_session: float = _setting(
        15.0, _number(float, 1), "seconds a minute of computing for the page of one learner; then it waits"
    )
    layouts_per_session: int = _setting(40, _whole(1), "drawings a minute that are not in the cache, for one learner")
    layouts_per_address: int = _setting(1200, _whole(1), "drawings a minute that are not in the cache, for one address")
    layout_workers: int = _setting(
        2, _whole(2), "layout processes of one web process; the last is kept for small graphs"
    )
    layout_seconds: float = _setting(
        2.0, _number(float, 0.1), "seconds that Graphviz may take before the simple drawing is made"
    )
    layout_megabytes: int = _setting(1024, _whole(256), "address space of a layout process, MB")
    layout_queue: int = _setting(64, _whole(1), "learners who may wait for a drawing at once")
    retry_after: int = _setting(30, _whole(1), "seconds after which a learner who was turned away may come back")
    metrics_from: tuple[str, ...] = _setting(
        ("127.0.0.1", "::1"), _networks, "addresses and networks that may read /metrics"
    )
    access_log: bool = _setting(False, _switch, "a line for every request, without its query")
    log_level: str = _setting("INFO", _level, "DEBUG, INFO, WARNING or ERROR")


# Variables that others read themselves, under `streamlit run` too: name, default, meaning.
FOREIGN = (
    (
        "FORWARDED_ALLOW_IPS",
        "127.0.0.1,::1",
        "uvicorn's: proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, addresses and networks; "
        "bind to an address of IPv4 (`--server.address` of `streamlit run`), else theirs look like ::ffff:127.0.0.1",
    ),
    ("WEB_CONCURRENCY", "1", "uvicorn's: web processes, as `--workers`; not under `streamlit run`"),
    (
        "PROMETHEUS_MULTIPROC_DIR",
        "",
        "prometheus_client's: an empty folder in which several web processes count together",
    ),
)


def read(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment gives. Raises `SettingError` where one cannot be used."""
    given = {}
    for setting in fields(Settings):
        name = variable(setting)
        if name in environment:
            try:
                given[setting.name] = setting.metadata["read"](environment[name].strip())
            except ValueError as error:
                raise SettingError(f"{name} {error}") from None
    return Settings(**given)


def variable(setting: Field[Any]) -> str:
    """The name of the environment variable."""
    return PREFIX + setting.name.upper()


def table() -> str:
    """All variables as a table in Markdown: name, default, meaning."""
    ours = [(variable(setting), _written(setting.default), setting.metadata["meaning"]) for setting in fields(Settings)]
    rows = [
        f"| `{name}` | {f'`{default}`' if default else ''} | {meaning} |"
        for name, default, meaning in (*ours, *FOREIGN)
    ]
    return "\n".join(["| variable | default | meaning |", "| --- | --- | --- |", *rows])


def _written(default: Any) -> str:
    if isinstance(default, tuple):
        return ",".join(default)
    if isinstance(default, bool):
        return "on" if default else "off"
    return str(default)


settings = read(os.environ)

if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
