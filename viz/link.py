"""The link is the state: function, point and choices to a query and back; a file where a link would be too long.

What comes in was written by anybody, so it is read as such: every part has a limit, and a part that is
wrong is left out with a sentence, while the rest still counts.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote_plus

from autodiff.walks.broken import BUGS
from viz import hiding
from viz.modes import MODES
from viz.values import LARGEST_SEED

LONGEST_TEXT = 10_000  # characters, as the language allows
LONGEST_LINK = 6_000  # characters; proxies and chats cut longer ones
LONGEST_FILE = 300_000  # characters; a text of 10,000 characters and 512 numbers, however they are encoded
PACK_FROM = 800  # characters of an encoded text from which packing is tried
LONGEST_NAME = 60  # characters of a variable's name
HIGHEST_ORDER = 4  # derivatives that are opened one inside the other
MOST_DIALS, LONGEST_DIAL = 8, 5 * LONGEST_NAME  # things that are set in a panel, and characters of one
NAME = re.compile(r"[^\s:;]+")  # of a variable: which there are, the function says
EXPONENTS = range(1, 17)  # of the step of a numeric derivative, 1e-1 to 1e-16


@dataclass
class State:
    """What a link says. ``step`` and how the picture is shown belong to the player and are not in here.

    A variable that ``point`` does not name has its random value of the seed ``drawn``; without one, its default.
    """

    text: str | None = None
    point: dict[str, float] = field(default_factory=dict)
    mode: str = "reverse"
    merge: bool = False
    drawn: int | None = None
    opened: frozenset[str] | None = None  # the groups drawn open; None leaves that to the size of the graph
    summed: bool = False  # whether chains of additions are drawn as sums
    output: int = 0  # which of several outputs is walked
    seed: str | None = None  # the variable that a walk forward is about; None is the first
    tangents: dict[str, float] = field(default_factory=dict)  # how fast the variables move, instead of a seed's 1
    derived: tuple[str, ...] = ()  # the variables after which the function was differentiated before it is shown
    bug: str = ""  # what is broken on purpose in reverse mode
    picked: tuple[str, ...] = ()  # with the bug "order": the nodes that have sent
    eps: int = 4  # the step of a numeric derivative is 1e-eps
    second: bool = False  # whether the walk of reverse mode is on dual numbers: forward over reverse
    path: str = ""  # the variable whose paths to the output are written out
    panel: str | None = None  # what is open under the player
    dials: dict[str, str] = field(default_factory=dict)  # what is set in it, by short names
    hidden: frozenset[str] = frozenset()  # parts that are taken away for a lesson
    embedded: bool = False  # whether there is nothing but the player


@dataclass(frozen=True)
class Option:
    """A short part of a link: its name there and in the state, how it is read and written, what to say if it is wrong.

    ``read`` gives None for what is wrong.
    """

    name: str
    field: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    wrong: str


def read(query: Mapping[str, str]) -> tuple[State, list[str]]:
    """The state in a query, and a sentence for everything in it that was ignored."""
    state, notices = State(), []
    text = query.get("f")
    if text is None and "z" in query:
        text = _unpacked(query["z"])
        if text is None:
            notices.append("The packed function in the link could not be read.")
    if text is not None and len(text) > LONGEST_TEXT:
        notices.append(f"The function in the link is longer than {LONGEST_TEXT:,} characters and was left out.")
        text = None
    state.text = text
    if "at" in query:
        state.point, wrong = _point(query["at"])
        if wrong:
            notices.append(f"The link gives no number for {_listed(wrong)}.")
    for option in OPTIONS:
        if option.name not in query:
            continue
        if (found := option.read(query[option.name])) is None:
            notices.append(option.wrong.format(repr(query[option.name][:30])))
        else:
            setattr(state, option.field, found)
    if (step := query.get("step")) is not None and not re.fullmatch(r"last|[0-9]{1,6}(\.[0-9]{1,3})?", step):
        notices.append(f"In a link, step is a number or “last”, not {step[:30]!r}.")
    return state, notices


def write(state: State) -> str:
    """The query of a state, without the step; "" where it would be too long for a link."""
    parts = _parts(state)
    if len(parts[0]) > PACK_FROM:
        parts[0] = min(parts[0], f"z={_packed(state.text or '')}", key=len)
    query = "&".join(parts)
    return query if len(query) <= LONGEST_LINK else ""


def write_file(state: State) -> str:
    """The state as the text of a file: what a link would say, a part a line, however long."""
    return "\n".join(_parts(state)) + "\n"


def read_file(content: str) -> tuple[State, list[str]]:
    """The state in a file that somebody gives for one of ours, and a sentence for everything that was ignored."""
    parts: dict[str, str] = {}
    if len(content) <= LONGEST_FILE:
        for line in content.splitlines():
            name, _, value = line.partition("=")
            parts[name] = unquote_plus(value)
    return read(parts) if "f" in parts else (State(), ["This is not a file that Gradwalk saved."])


def _parts(state: State) -> list[str]:
    parts = [f"f={_encoded(state.text or '')}"]
    if state.point:
        parts.append(f"at={_written_point(state.point)}")
    for option in OPTIONS:
        value = getattr(state, option.field)
        if option.name == "mode" or value != getattr(DEFAULT, option.field):
            parts.append(f"{option.name}={option.write(value)}")
    return parts


# ---- the options


def group_names(text: str) -> frozenset[str] | None:
    """The groups that a link lists: "g0,g2", "none"; None where it is no such list."""
    if text == "none":
        return frozenset()
    names = text[:LONGEST_LINK].split(",")
    return frozenset(names) if all(re.fullmatch(r"g[0-9]{1,5}", name) for name in names) else None


def _written_groups(names: frozenset[str]) -> str:
    return ",".join(sorted(names, key=lambda name: int(name[1:]))) or "none"


def _written_point(point: Mapping[str, float]) -> str:
    return ",".join(f"{_encoded(name)}:{_number(x)}" for name, x in point.items())


def _tangents(text: str) -> dict[str, float] | None:
    point, wrong = _point(text)
    return None if wrong else point


def node_names(text: str) -> tuple[str, ...] | None:
    """The nodes that a link lists: "n6,n3", or none at all; None where it is no such list."""
    names = tuple(text[:LONGEST_LINK].split(",")) if text else ()
    return names if all(re.fullmatch(r"n[0-9]{1,5}", name) for name in names) else None


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None


def _name(text: str) -> str | None:
    name = text.strip()
    return name if 0 < len(name) <= LONGEST_NAME else None


def _names(text: str) -> tuple[str, ...] | None:
    names = tuple(map(str.strip, text[: HIGHEST_ORDER * (LONGEST_NAME + 1)].split(","))) if text else ()
    return names if len(names) <= HIGHEST_ORDER and all(map(_name, names)) else None


def _dials(text: str) -> dict[str, str] | None:
    entries = [entry.partition(":") for entry in text.split(",")] if text else []
    fine = len(entries) <= MOST_DIALS and all(
        re.fullmatch("[a-z]{1,12}", name) and 0 < len(value) <= LONGEST_DIAL for name, _, value in entries
    )
    return {name: value for name, _, value in entries} if fine else None


def _written_dials(dials: Mapping[str, str]) -> str:
    return ",".join(f"{name}:{_encoded(value)}" for name, value in sorted(dials.items()))


def _encoded(text: str) -> str:
    return quote(text, safe="*()!,:;/ ").replace(" ", "+").replace("%0D%0A", "%0A")


SWITCH = {"0": False, "1": True}
OPTIONS = (
    Option("rnd", "drawn", _whole, str, f"In a link, rnd is a whole number up to {LARGEST_SEED}, not {{}}."),
    Option("mode", "mode", lambda text: text if text in MODES else None, str,
           "There is no mode {}; this is reverse mode."),
    Option("out", "output", _whole, str, "In a link, out is the place of an output, from 0, not {}."),
    Option("seed", "seed", _name, _encoded, "In a link, seed is the name of a variable."),
    Option("dual", "tangents", _tangents, _written_point, "In a link, dual gives tangents, as in dual=x:4,y:1."),
    Option("d", "derived", _names, lambda names: ",".join(map(_encoded, names)),
           f"In a link, d lists up to {HIGHEST_ORDER} variables, as in d=x,y."),
    Option("second", "second", SWITCH.get, lambda second: str(int(second)), "In a link, second is 0 or 1."),
    Option("bug", "bug", lambda text: text if text in ("", *BUGS) else None, str,
           f"In a link, bug is one of {', '.join(BUGS)}, not {{}}."),
    Option("picked", "picked", node_names, ",".join, "In a link, picked lists nodes, as in picked=n6,n3."),
    Option("path", "path", lambda text: _name(text) if text else text, _encoded,
           "In a link, path is the name of a variable."),
    Option("eps", "eps", lambda text: next((k for k in EXPONENTS if text == f"1e-{k}"), None), lambda k: f"1e-{k}",
           "In a link, eps is one of 1e-1, 1e-2 and so on to 1e-16, not {}."),
    Option("merge", "merge", SWITCH.get, lambda merge: str(int(merge)), "In a link, merge is 0 or 1."),
    Option("sums", "summed", SWITCH.get, lambda summed: str(int(summed)), "In a link, sums is 0 or 1."),
    Option("open", "opened", group_names, _written_groups,
           "In a link, open is “none” or names of groups, as in open=g0,g2."),
    Option("hide", "hidden", hiding.read, hiding.write,
           f"In a link, hide lists parts of the page: {', '.join(hiding.NAMES)}."),
    Option("embed", "embedded", (SWITCH | {"false": False, "true": True}).get, lambda embedded: str(int(embedded)),
           "In a link, embed is 0 or 1."),
    Option("panel", "panel", lambda text: text if re.fullmatch(r"[a-z-]{1,20}", text) else None, str,
           "In a link, panel is the name of a panel."),
    Option("set", "dials", _dials, _written_dials,
           "In a link, set gives what is set in the panel, as in set=rate:0.5,steps:20."),
)  # fmt: skip
BY_NAME = {option.name: option for option in OPTIONS}
DEFAULT = State()


def _number(x: float) -> str:
    """Short, and without the plus of 1e+16, which is a space in a query."""
    whole = x.is_integer() and abs(x) < 1e15 and (x != 0 or math.copysign(1, x) > 0)
    return str(int(x)) if whole else repr(x).replace("+", "")


def _point(text: str) -> tuple[dict[str, float], list[str]]:
    point: dict[str, float] = {}
    wrong: list[str] = []
    for entry in text[:LONGEST_FILE].split(","):
        name, _, number = entry.strip().rpartition(":")
        name = name.strip()
        try:
            x = float(number.replace("−", "-"))
        except ValueError:
            x = math.nan
        if math.isfinite(x) and NAME.fullmatch(name):
            point[name] = x
        elif entry.strip():
            wrong.append((name or entry.strip())[:30])
    return point, wrong


def _packed(text: str) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(text.encode()) + packer.flush()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unpacked(packed: str) -> str | None:
    """The text, or None; a bomb is cut off before it opens."""
    try:
        data = base64.urlsafe_b64decode(packed[:LONGEST_LINK] + "=" * (-len(packed[:LONGEST_LINK]) % 4))
        unpacker = zlib.decompressobj(-15)
        text = unpacker.decompress(data, 4 * LONGEST_TEXT + 1).decode()
        return text if unpacker.eof else None
    except (binascii.Error, zlib.error, ValueError):
        return None


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
