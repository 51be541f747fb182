"""The player as a Streamlit component: a few lines that fetch its modules, which the app serves as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from autodiff.run import encode
from viz.look import LOOK, PLAYER

KEY = "player"

# The modules are static files beside the page, so that the browser caches them and a debugger finds them.
# They are resolved against the page's own address, which also holds below a path behind a proxy.
MOUNT = """
export default async function (component) {
  const { mount } = await import(new URL("player/index.js", document.baseURI));
  mount(component);
}
"""
TYPING = """
export default async function (component) {
  const { mount } = await import(new URL("player/typing.js", document.baseURI));
  mount(component);
}
"""
POINT = """
export default async function (component) {
  const { mount } = await import(new URL("player/point.js", document.baseURI));
  mount(component);
}
"""
SAVING = """
export default async function (component) {
  const { mount } = await import(new URL("player/saving.js", document.baseURI));
  mount(component);
}
"""

_player = st.components.v2.component("gradwalk_player", html='<div class="gradwalk"></div>', css=LOOK, js=MOUNT)
_typing = st.components.v2.component(
    "gradwalk_typing", html='<div class="typing"></div>', css=(PLAYER / "typing.css").read_text("utf-8"), js=TYPING
)
_point = st.components.v2.component(
    "gradwalk_point", html='<div class="point"></div>', css=(PLAYER / "point.css").read_text("utf-8"), js=POINT
)
_saving = st.components.v2.component("gradwalk_saving", html='<div class="gradwalk"></div>', css=LOOK, js=SAVING)


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


def saving() -> None:
    """Mount the pictures that can be saved of what the player shows."""
    _saving(key="saving", height="content")
