"""A Run: everything that happens on a walk through a graph, in order, as data.

A Run is a structure (nodes, edges, words) and a list of *writes*. A write puts one number into one box, at
one step; the state at step k is all writes up to k, so going back, scrubbing and drawing any step are one
and the same function. The boxes, by mode:

    all        value/n3     the value of a node
    reverse    gradient/n3  its gradient, written once it is final
               local/e5     the local derivative along an edge
               flow/e5      what flowed back along it: gradient of the consumer × local derivative
               part/e5      the same number as a part of the sum at a shared node
    forward    tangent/n3   how fast a node moves with the seed variable
               local/e5     as above
               flow/e5      what came along it: tangent of the operand × local derivative
    symbolic   tangent/n3   the same number, with the formula that the rules give
    second     those of reverse mode, and beside each its tangent: tangent/n3, gradient-tangent/n3,
               local-tangent/e5, flow-tangent/e5
    numeric    nudged/n3    the value of a node after the seed variable was moved
               moved/n3     by how much that is another one
               quotient/n3, exact/n3, error/n3    what that says of the derivative, at the output

Whoever plays a Run needs no derivative and no graph library. ``docs/run.schema.json`` is its schema.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1


@dataclass(frozen=True)
class Write:
    """One number for one box; ``reads`` are the boxes it was made from, ``part`` counts within a step.

    Where the number belongs to a formula that was derived: ``rule`` names the rule of calculus, ``general`` is what it
    says in the names of nodes, ``raw`` what that gives, ``rewrites`` what made ``formula`` of it. In a broken walk,
    ``instead`` is the number that would have been right.
    """

    box: str
    value: float
    formula: str = ""
    reads: tuple[str, ...] = ()
    part: int = 0
    note: str = ""
    rule: str = ""
    general: str = ""
    raw: str = ""
    rewrites: tuple[str, ...] = ()
    instead: float | None = None

    def to_dict(self, step: int) -> dict[str, Any]:
        """The write as JSON has it, without what is empty."""
        data = {"step": step, "box": self.box, "value": encode(self.value)}
        for name in ("formula", "reads", "part", "note", "rule", "general", "raw", "rewrites"):
            if kept := getattr(self, name):
                data[name] = list(kept) if isinstance(kept, tuple) else kept
        if self.instead is not None:
            data["instead"] = encode(self.instead)
        return data


@dataclass(frozen=True)
class Step:
    """One step of the walk: its phase, what kind of thing happens, at which node, and what is written."""

    phase: str  # start, evaluate, then backpropagate or nudge, or instead of all these forward; done
    kind: str  # start, given, compute, seed, send, done
    node: str = ""
    writes: tuple[Write, ...] = ()


@dataclass(frozen=True)
class Run:
    """A walk through a graph in one mode at one point; ``seed`` is the variable that it is about, if there is one.

    ``program`` is how its numbers are computed from the variables (see `replay`), so that it can be played elsewhere.
    ``bug`` says what was broken on purpose (see `walks.broken`).
    """

    mode: str
    structure: Mapping[str, Any]
    steps: tuple[Step, ...] = field(default=())
    seed: str = ""
    eps: float | None = None  # the step of a numeric derivative
    program: Mapping[str, Any] | None = None
    bug: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The Run as plain data, fit for strict JSON."""
        steps = [{"phase": s.phase, "kind": s.kind, **({"node": s.node} if s.node else {})} for s in self.steps]
        writes = [write.to_dict(k) for k, step in enumerate(self.steps) for write in step.writes]
        about: dict[str, Any] = {"mode": self.mode, **({"seed": self.seed} if self.seed else {})}
        if self.eps is not None:
            about["eps"] = self.eps
        more = {name: data for name in ("program", "bug") if (data := getattr(self, name)) is not None}
        return {"version": VERSION, **about, **self.structure, "steps": steps, "writes": writes, **more}

    def to_json(self) -> str:
        """The Run as JSON text; a test holds it against the schema."""
        return json.dumps(self.to_dict(), allow_nan=False, ensure_ascii=False)


def encode(value: float) -> float | int | str:
    """A float for JSON, which has no inf, nan or −0: those four are written as words."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0"
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
