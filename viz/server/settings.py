"""The settings of the server: environment variables, their defaults and what they mean, all in one place.

They hold alike under ``streamlit run app.py`` and ``uvicorn app:app``, and are read once, at the start; a value
that cannot be used ends the start with a sentence. ``python -m viz.server.settings`` prints the table.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, get_type_hints

PREFIX = "GRADWALK_"
WORDS = {"1": True, "on": True, "true": True, "yes": True, "0": False, "off": False, "false": False, "no": False}


class SettingError(ValueError):
    """A variable has a value that cannot be used; the message names it."""


def _setting(default: Any, meaning: str, least: float = -float("inf")) -> Any:
    return field(default=default, metadata={"meaning": meaning, "least": least})


@dataclass(frozen=True)
class Settings:
    """One field a variable: ``base_path`` is GRADWALK_BASE_PATH. A tuple is written with commas between."""

    base_path: str = _setting("", "the path below which everything is served (/healthz too), as in /gradwalk")
    allowed_hosts: tuple[str, ...] = _setting(
        (), "host names that are answered to, `*.` at the front allowed; none: any"
    )
    frame_ancestors: tuple[str, ...] = _setting(
        (), "origins that may show the page in a frame, as in https://moodle.example.org"
    )
    sessions: int = _setting(
        600, "learners connected to one process; past them, the page that says when to come back", 1
    )
    sockets_per_address: int = _setting(
        400, "of them, from one address; a classroom behind one router is one address", 1
    )
    messages_per_session: int = _setting(600, "messages a minute from one learner; what comes faster waits", 60)
    layouts_per_session: int = _setting(40, "drawings a minute that are not in the cache, for one learner", 1)
    layouts_per_address: int = _setting(1200, "drawings a minute that are not in the cache, for one address", 1)
    layout_workers: int = _setting(2, "layout processes of one web process; the last is kept for small graphs", 2)
    layout_seconds: float = _setting(2.0, "seconds that Graphviz may take before the simple drawing is made", 0.1)
    layout_megabytes: int = _setting(1024, "address space of a layout process, MB", 256)
    layout_queue: int = _setting(64, "learners who may wait for a drawing at once", 1)
    retry_after: int = _setting(30, "seconds after which a learner who was turned away may come back", 1)
    metrics_from: tuple[str, ...] = _setting(("127.0.0.1", "::1"), "addresses and networks that may read /metrics")
    access_log: bool = _setting(False, "a line for every request, without its query")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR")


# Variables of uvicorn that matter here and that it reads itself, under `streamlit run` too: name, default, meaning.
FOREIGN = (
    (
        "FORWARDED_ALLOW_IPS",
        "127.0.0.1,::1",
        "proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses and networks",
    ),
    ("WEB_CONCURRENCY", "1", "web processes, as `--workers` of uvicorn; not under `streamlit run`"),
)


def read(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment gives. Raises `SettingError` where one cannot be used."""
    types = get_type_hints(Settings)
    given = {}
    for setting in fields(Settings):
        name = variable(setting)
        if name in environment:
            given[setting.name] = _value(
                name, environment[name].strip(), types[setting.name], setting.metadata["least"]
            )
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


def _value(name: str, text: str, kind: Any, least: float) -> Any:
    if kind is str:
        return text
    if kind is bool:
        return _chosen(name, text)
    if kind in (int, float):
        return _number(name, text, kind, least)
    return tuple(part for part in text.replace(",", " ").split())


def _chosen(name: str, text: str) -> bool:
    if text.lower() not in WORDS:
        raise SettingError(f"{name} is on or off, not {text!r}.")
    return WORDS[text.lower()]


def _number(name: str, text: str, kind: type[int] | type[float], least: float) -> float:
    try:
        number = kind(text)
    except ValueError:
        raise SettingError(f"{name} is a {'whole ' * (kind is int)}number, not {text!r}.") from None
    if not least <= number < float("inf"):
        raise SettingError(f"{name} is at least {least:g}, not {text}.")
    return number


def _written(default: Any) -> str:
    if isinstance(default, tuple):
        return ",".join(default)
    if isinstance(default, bool):
        return "on" if default else "off"
    return str(default)


settings = read(os.environ)

if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
