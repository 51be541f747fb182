"""What one visitor's page holds, in Streamlit's session state, and how link, menu and typing change it.

Widgets own their values while they are on the page; ``numbers`` remembers a number for every name that was
ever used, so that a variable that comes back has its old value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

import autodiff as ad
from viz import link
from viz.derived import derived
from viz.examples import BY_LABEL, BY_TEXT, DEFAULT, Example, defaults
from viz.hiding import OF_THE_PAGE
from viz.problems import parsed
from viz.server import connection
from viz.values import differing, random_values

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
WIDGETS = ("text", "example", "mode", "merge", "panel")
OWN = ("mode", "merge", "panel")  # choices of a link that widgets hold; the others are in `chosen`
REMEMBERED = (
    5_000  # names whose numbers are kept, ten functions of the most variables; a session must not grow for ever
)
FEW = 6  # up to as many variables have inputs of their own and stand in the link one by one


def chosen() -> link.State:
    """What was chosen, in the words of a link, but for what widgets hold: one entry, since reading each is slow."""
    found: link.State = state.chosen
    return found


def begin() -> None:
    """On a visitor's first run, take everything from the link."""
    for name in WIDGETS:  # Streamlit forgets what belongs to a widget that a lesson has taken away
        if name in state:
            state[name] = state[name]
    if "text" not in state:
        state.numbers = {}
        state.drawing_seed = 1
        state.good = DEFAULT.text
        typed, address = _brought()
        open_link(_address() if address is None else _parts(address))
        if typed not in (None, state.text):
            show_text(typed)


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
    graph = parsed(text, found.merge)
    if not isinstance(graph, ad.ParseError):
        state.numbers |= _known(text, graph.variables, found.drawn)
        strangers = [name for name in found.point if name not in graph.variables]
        notices += [
            f"The link gives a value for {name[:30]}, which the function has not got." for name in strangers[:1]
        ]
    state.numbers |= found.point
    state.notices = notices


def show_text(text: str) -> None:
    """Put a text into the text area, as if it had been typed."""
    state.text = text
    state.notices = []
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
    found = derived(state.text, state.merge, chosen().derived)
    if not isinstance(found, ad.ParseError):
        state.good = state.text
        return found, state.text, None
    last = parsed(state.good, state.merge)
    if isinstance(last, ad.ParseError):  # merging makes no good text bad; this is for a text from an older version
        state.good = DEFAULT.text
        last = parsed(DEFAULT.text, False)
        assert not isinstance(last, ad.ParseError)
    return last, state.good, found


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


def query(text: str, at: dict[str, float]) -> str:
    """The link of what is shown, without the step; "" where it would be too long."""
    return link.write(linked(text, at))


def linked(text: str, at: dict[str, float]) -> link.State:
    """What a link says: the numbers of few variables one by one, of many only those that one would not expect."""
    names = tuple(at)
    found = replace(chosen(), text=text, point=at, **{name: state[name] for name in OWN})
    if len(names) <= FEW:
        found.drawn = None
        return found
    seeds = [None] if chosen().drawn is None else [None, chosen().drawn]
    said = {seed: differing(at, _known(text, names, seed)) for seed in seeds}
    found.drawn = min(said, key=lambda seed: len(said[seed]))
    found.point = said[found.drawn]
    return found


def _known(text: str, names: tuple[str, ...], seed: int | None) -> Mapping[str, float]:
    """The numbers that a link need not say."""
    return defaults(text, names) if seed is None else random_values(names, seed)


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


def walk_of(found: ad.Graph) -> dict[str, Any]:
    """The arguments of a walk through a graph: what was chosen, as far as the graph has it."""
    said, mode = chosen(), state.mode
    if said.second and mode == "reverse":
        mode = "second"
    return {
        "mode": mode if found.variables else "reverse",
        "output": said.output if said.output < len(found.outputs) else 0,
        "seed": said.seed if said.seed in found.variables else None,
        "eps": float(f"1e-{said.eps}"),
    }


def tangents(of: ad.Graph) -> dict[str, float]:
    """How fast each variable moves on a walk forward: as it was typed, else 1 for the seed and 0 for the others."""
    if chosen().tangents:
        return {name: chosen().tangents.get(name, 0.0) for name in of.variables}
    seed = walk_of(of)["seed"] or next(iter(of.variables), "")
    return {name: float(name == seed) for name in of.variables}


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
