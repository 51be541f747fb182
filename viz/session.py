"""What one visitor's page holds, in Streamlit's session state, and how link, menu and typing change it.

Widgets own their values while they are on the page; ``numbers`` remembers a number for every name that was
ever used, so that a variable that comes back has its old value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

import autodiff as ad
from viz import link, walking
from viz.derived import derived
from viz.examples import BY_LABEL, BY_TEXT, DEFAULT, Example, defaults
from viz.hiding import OF_THE_PAGE
from viz.problems import parsed
from viz.server import connection
from viz.values import random_values

state = st.session_state
OF_ONE_TEXT = (
    "opened",
    "output",
    "seed",
    "tangents",
    "derived",
    "path",
    "bug",
    "picked",
)  # choices that mean nothing for another function
WIDGETS = ("text", "example", "mode", "merge", "panel", "drawing_seed")
OWN = ("mode", "merge", "panel")  # choices of a link that widgets hold; the others are in `chosen`
REMEMBERED = (
    5_000  # names whose numbers are kept, ten functions of the most variables; a session must not grow for ever
)


def chosen() -> link.State:
    """What was chosen, in the words of a link, but for what widgets hold: one entry, since reading each is slow."""
    found: link.State = state.chosen
    return found


def begin() -> None:
    """On a visitor's first run, take everything from the link."""
    if "text" not in state:
        state.numbers = {}
        state.drawing_seed = 1
        state.good = DEFAULT.text
        typed, address = _brought()
        open_link(_address() if address is None else _parts(address))
        if typed not in (None, state.text):
            show_text(typed)


def keep() -> None:
    """At the end of a run, keep what belongs to widgets that a lesson has taken away, which Streamlit would forget.

    One that is shown holds its own, and must not be given it: whatever is being typed into it would be lost.
    """
    for name in WIDGETS:
        with suppress(StreamlitAPIException):  # it is shown
            state[name] = state[name]


def give(widget: str, value: Any) -> None:
    """Let a widget show a value. Only what it does not show is told: the browser may be further, and would go back."""
    if state.get(widget) != value:
        state[widget] = value


def _brought() -> tuple[str | None, str | None]:
    """Text and address that a page brings which has worked on another server so far; None where it has not.

    Streamlit knows what such a page brings before it knows the widgets that it belongs to.
    """
    context = get_script_run_ctx()
    typed = address = None
    for widget in context.session_state.get_widget_states() if context else []:
        key = user_key_from_element_id(widget.id)
        if key == "text":
            typed = widget.string_value
        elif key == connection.KEY:
            with suppress(ValueError, TypeError, KeyError, RecursionError):
                address = str(json.loads(widget.json_value)["address"])
    return typed, address


def back() -> None:
    """A page is back whose session was kept: what was changed meanwhile are numbers, and the address has them."""
    address = component_value(connection.KEY, "address")
    if isinstance(address, str) and "at" in (parts := _parts(address)):
        choose("at", parts["at"])


def _parts(address: str) -> dict[str, str]:
    """The parts of a query that a page tells, as untrusted as any link."""
    return dict(parse_qsl(address.lstrip("?")[:20_000]))


def _address() -> dict[str, str]:
    """The query of the first load; Streamlit has a use of its own for ``embed`` and keeps it from ``query_params``."""
    query = {name: st.query_params[name] for name in st.query_params}
    context = get_script_run_ctx()
    whole = dict(parse_qsl(context.query_string)) if context else {}
    return query | {name: whole[name] for name in ("embed",) if name in whole}


def open_link(query: dict[str, str]) -> None:
    """Take function, point and choices from a query."""
    show(*link.read(query))


def show(found: link.State, notices: list[str]) -> None:
    """Put what a link or a file says onto the page."""
    text = DEFAULT.text if found.text is None else found.text
    state.chosen = link.State()
    show_text(text)
    state.chosen = found
    for name in OWN:
        state[name] = getattr(found, name)
    graph = walking.graph_of(said(text))
    if not isinstance(graph, ad.ParseError):
        state.numbers |= walking.known(text, graph.variables, found.drawn)
        state.chosen, lost = walking.fitted(found, graph)
        notices += lost
    state.numbers |= found.point  # also of names that the function has not got: it may have them next
    state.notices = notices


def show_text(text: str) -> None:
    """Put a text into the text area, as if it had been typed."""
    state.text = text
    menu()


def show_example(example: Example) -> None:
    """Put an example's text and point onto the page."""
    found = parsed(example.text, False)
    assert not isinstance(found, ad.ParseError)
    state.numbers |= example.values(found.variables)
    show_text(example.text)


def choose_example() -> None:
    """The menu was used."""
    if state.example in BY_LABEL:
        show_example(BY_LABEL[state.example])


def menu() -> None:
    """Another text: let the menu name the example that it is, if it is one; what was chosen of the old one goes."""
    state.notices = []
    for name in OF_ONE_TEXT:
        setattr(chosen(), name, copy(getattr(link.DEFAULT, name)))
    example = BY_TEXT.get(state.text)
    state.example = example.label if example else None
    if example:
        chosen().summed = example.summed


def graph() -> tuple[ad.Graph, str, ad.ParseError | None]:
    """The graph to show, the text it came from, and what is wrong with the typed text if this is the last good one.

    The graph is that of the text, or a derivative of it.
    """
    found, taken = derived(state.text, state.merge, chosen().derived)
    if not isinstance(found, ad.ParseError):
        _keep(taken)
        state.good = state.text
        return found, state.text, None
    last = parsed(state.good, state.merge)
    if isinstance(last, ad.ParseError):  # merging makes no good text bad; this is for a text from an older version
        state.good = DEFAULT.text
        last = parsed(DEFAULT.text, False)
        assert not isinstance(last, ad.ParseError)
    return last, state.good, found


def _keep(taken: tuple[str, ...]) -> None:
    """Of the derivatives that were chosen, those that could be taken; say so of the others."""
    if (wanted := chosen().derived) != taken:
        chosen().derived = taken
        state.notices = [*notices(), f"The derivative along {wanted[len(taken)][:30]} cannot be taken here."]


def draw_values(names: tuple[str, ...]) -> None:
    """Give every variable the random value of the seed on the page."""
    chosen().drawn = int(state.drawing_seed)
    state.numbers |= random_values(names, chosen().drawn)


def point(of: ad.Graph) -> dict[str, float]:
    """A number for every variable: what its name had, else the example's, else 1."""
    numbers: dict[str, float] = state.numbers
    if not numbers.keys() >= set(of.variables):
        numbers = defaults(state.text, of.variables) | numbers
    if len(numbers) > REMEMBERED:
        numbers = {name: numbers[name] for name in of.variables}
    state.numbers = numbers
    return {name: float(numbers[name]) for name in of.variables}


def said(text: str) -> link.State:
    """Everything that was chosen for a text, as a link says it, but for the point."""
    return replace(chosen(), text=text, **{name: state[name] for name in OWN})


def linked(text: str, at: Mapping[str, float]) -> link.State:
    """What the link of the page says of a text that is right, without the step."""
    found = said(text)
    graph = walking.graph_of(found)
    assert not isinstance(graph, ad.ParseError)
    return walking.linked(found, graph, at)


def move(point: Mapping[str, float]) -> None:
    """Give some variables other numbers; a name that was never used on the page is none of them."""
    numbers = state.numbers
    state.numbers = numbers | {name: float(x) for name, x in point.items() if name in numbers}


def navigate(address: str) -> None:
    """Back or forward in the browser: the link is the state."""
    open_link(_parts(address))


def choose(name: str, value: str) -> None:
    """Take one choice, in the words of a link; what a link could not say changes nothing."""
    if name == "at":
        move(link.read({name: value})[0].point)
    option = link.BY_NAME.get(name)
    if option is not None and (found := option.read(value)) is not None:
        if option.field in OWN:
            state[option.field] = found
        else:
            setattr(chosen(), option.field, found)
        if name == "seed":
            chosen().tangents = {}


def take(choices: Any) -> None:
    """Take what a component says was chosen, in the words of a link, and how often the player has told of its point."""
    if not isinstance(choices, dict):
        return
    for name, value in choices.items():
        if isinstance(value, str):
            choose(str(name), value[:20_000])
    if isinstance(turn := choices.get("turn"), str) and re.fullmatch("[0-9]{1,9}", turn):
        state.turn = int(turn)


def watched() -> bool:
    """Whether another part of the page than the player shows the point."""
    return state.panel is not None or len(graph()[0].variables) > walking.FEW


def heard() -> None:
    """All of the page is being run, so whatever was chosen is heard everywhere."""
    state.pop("elsewhere", None)


def again() -> None:
    """In a part of the script that ran alone: let all of it run if what was chosen concerns other parts too."""
    if state.pop("elsewhere", False):
        st.rerun()


def hidden() -> frozenset[str]:
    """The parts of the page and of the player that are taken away."""
    return frozenset(chosen().hidden | OF_THE_PAGE.keys()) if chosen().embedded else frozenset(chosen().hidden)


def notices() -> list[str]:
    """Sentences about what the link got wrong; they go with the next change of the text."""
    return list(state.get("notices", []))


def component_value(key: str, name: str) -> Any:
    """What a component reported under a name, or None."""
    reported = state.get(key)
    return getattr(reported, name, None) if reported is not None else None
