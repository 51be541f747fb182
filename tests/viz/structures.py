"""Structures to draw: of texts as a learner types them, and by hand, as a foreign program writes them."""

from __future__ import annotations

import random
from typing import Any
from xml.etree import ElementTree

import autodiff as ad
from autodiff.describe import structure

NOTEBOOK = "x*x*y + (y + 2)"
KINDS = {  # together they have every kind of node, in both densities
    "notebook": NOTEBOOK,
    "parallel edges": "x*x",
    "variable alone": "x",
    "constant alone": "3",
    "three arguments": "where(x > 0, x*y, 1000000.5)",
    "shared output": "a = x*y\nb = a*a\na",
    "long names": "velocity_of_the_first_particle_ = x*y\nvelocity_of_the_first_particle_^2*sin(x)",
    "long numbers": "-1.2345678e-7*x + 123456789012*x - 1.5e300",
    "network": "h1 = tanh(a*x + b*y)\nh2 = tanh(c*x + d*y)\nsigmoid(u*h1 + w*h2 + k)",
}


def structure_of(text: str) -> dict[str, Any]:
    return structure(ad.parse(text))


def chain(operations: int) -> dict[str, Any]:
    """One variable, a constant, and as many cards in all as asked for."""
    return structure_of("*".join(["x", *["2"] * (operations - 1)]))


def loop(turns: int = 50) -> dict[str, Any]:
    """The recurrence s = s·x + c."""
    return structure_of(f"s = 1\nfor i in range({turns}):\n    s = s*x + 3\ns")


def tangle(nodes: int, seed: int = 0) -> dict[str, Any]:
    """Random products and sums of what is near and what is far: with some hundred nodes, dot needs minutes."""
    chance = random.Random(seed)

    def build(x: Any, y: Any) -> Any:
        found = [x, y]
        while len(found) < nodes:
            left, right = chance.choice(found[-10:]), chance.choice(found)
            found.append(left * right if chance.random() < 0.5 else left + right)
        return found

    return structure(ad.trace(build))


def foreign() -> dict[str, Any]:
    """With names of its own, and nothing but what has to be there."""
    return {
        "function": {"text": "f", "variables": ["p"], "output": "total-1"},
        "nodes": [
            {"id": "alpha", "op": "variable", "name": "p", "symbol": "p", "head": "p", "args": []},
            {"id": "beta_2", "op": "constant", "symbol": "5", "head": "5", "args": [], "varies": False},
            {"id": "total-1", "op": "blend", "symbol": "t", "head": "p ⊕ p ⊕ 5", "args": ["alpha", "alpha", "beta_2"]},
        ],
        "edges": [
            {"id": "k1", "from": "alpha", "to": "total-1", "arg": 0},
            {"id": "k2", "from": "alpha", "to": "total-1", "arg": 1},
            {"id": "k-3", "from": "beta_2", "to": "total-1", "arg": 2},
        ],
    }


# ---- what is in an SVG

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]  # left, top, right, bottom


def groups(svg: str) -> dict[str, ElementTree.Element]:
    """The groups of a drawing by id; ``a_n0.card`` is the card of n0."""
    return {group.attrib["id"]: group for group in ElementTree.fromstring(svg).iter(f"{SVG}g") if "id" in group.attrib}


def texts(svg: str) -> list[str]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}text")
    return ["".join(text.itertext()).replace("\xa0", " ").strip() for text in found]


def paths(svg: str) -> list[str]:
    """The geometry of every line and box, in order."""
    return [shape.attrib.get("d") or shape.attrib.get("points", "") for shape in ElementTree.fromstring(svg).iter()
            if shape.tag in (f"{SVG}path", f"{SVG}polygon")]  # fmt: skip


def box(group: ElementTree.Element) -> Box:
    """The box around the shapes of a group."""
    xs, ys = [], []
    for shape in (s for s in group.iter() if s.tag in (f"{SVG}path", f"{SVG}polygon")):
        numbers = (shape.attrib.get("d") or shape.attrib["points"]).translate(str.maketrans("MCL,", "    ")).split()
        xs += [float(x) for x in numbers[::2]]
        ys += [float(y) for y in numbers[1::2]]
    return min(xs), min(ys), max(xs), max(ys)
