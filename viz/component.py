"""The player as a Streamlit component: a few lines that fetch its script, which the app serves as one file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from autodiff.run import encode
from viz.look import LOOK, PLAYER, SCRIPT_NAME

KEY = "player"


def component(name: str, css: str, holder: str = "") -> Any:
    """A component of ours, registered once: an element of a class of its own, and what the player's script does there.

    The script's address is taken from the page's own, which also holds below a path behind a proxy.
    """
    script = f"""
export default async function (component) {{
  const {{ default: mounts }} = await import(new URL("player/{SCRIPT_NAME}", document.baseURI));
  mounts.{name}(component);
}}
"""
    html = f'<div class="{holder or name}"></div>'
    return st.components.v2.component(f"gradwalk_{name}", html=html, css=css, js=script)


_player = component("player", LOOK, holder="gradwalk")
_moves = component("moves", "")
_saving = component("saving", LOOK, holder="gradwalk")
_typing = component("typing", (PLAYER / "typing.css").read_text("utf-8"))
_download = component("download", (PLAYER / "download.css").read_text("utf-8"))
_point = component("point", (PLAYER / "point.css").read_text("utf-8"))


# Data is a list of one: Streamlit would look into every entry of a dictionary for a table.


def player(data: dict[str, Any], on_turn: Any, on_choose: Any, on_navigate: Any) -> None:
    """Mount the player with its data; it tells of another direction, of choices, of moves in the history."""
    _player(
        key=KEY, data=[data], on_direction_change=on_turn, on_chosen_change=on_choose, on_navigated_change=on_navigate,
        height="content",
    )  # fmt: skip


def typing(data: dict[str, Any], on_accept: Any) -> None:
    """Mount the word under the text: what is wrong with it, also while it is typed, and what to type instead."""
    _typing(key="typing", data=[data], on_accept_change=on_accept, height="content")


def point(variables: Mapping[str, float], on_choose: Any) -> None:
    """Mount the inputs of the variables; the player has the numbers from then on, and this tells only without one."""
    data = {"variables": [{"name": name, "value": encode(x)} for name, x in variables.items()]}
    _point(key="point", data=[data], on_chosen_change=on_choose, height="content")


def moves(key: str, whole: bool, on_move: Any) -> None:
    """Mount a way to tell of numbers that were chosen in the player: for the whole script or not. It takes no room."""
    _moves(key=key, data=[{"whole": whole}], on_moved_change=on_move)


def download(label: str, name: str, *, text: str, quiet: bool = False) -> None:
    """Mount a text as a file to take along. It goes to the browser with the page: no server has to keep it."""
    _file(name, {"label": label, "text": text, "quiet": quiet})


def fetched(label: str, name: str, *, address: str) -> None:
    """Mount a file to take along that any server makes of an address below the page's own."""
    _file(name, {"label": label, "address": address, "quiet": False})


def _file(name: str, data: dict[str, Any]) -> None:
    _download(key=f"file {name}", data=[{"name": name, **data}], width="content", height="content")


def saving() -> None:
    """Mount the pictures that can be saved of what the player shows."""
    _saving(key="saving", height="content")
