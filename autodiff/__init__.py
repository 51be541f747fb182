"""Automatic differentiation, small enough to read.

One table of rules (`ops`), one immutable graph (`graph`), four loops (`sweeps`); everything else is a view
of these. Start reading at `ops`, then `sweeps`.

    import autodiff as ad

    graph = ad.parse("x^2*y + y + 2")
    ad.value_and_gradient(graph, {"x": 3, "y": 4})      # (42.0, {"x": 24.0, "y": 10.0})
"""

from autodiff import numeric, ops, storage, symbolic
from autodiff.check import Check, check
from autodiff.compiled import compile
from autodiff.costs import gradient_costs, jacobian_costs
from autodiff.derivatives import evaluate, gradient, jacobian, value_and_gradient
from autodiff.dual import DualNumber, jvp
from autodiff.errors import (
    ArgumentCount,
    AutodiffError,
    MissingValue,
    ParseError,
    TapeUsed,
    TruthOfNode,
    UnknownLibrary,
    UnknownMode,
    UnknownOutput,
    UnknownVariable,
)
from autodiff.footprint import Footprint, footprint, needed_values
from autodiff.functions import grad, vjp
from autodiff.gradient_tape import GradientTape, Tensor, Variable, constant
from autodiff.graph import Const, Graph, Node, Var, trace
from autodiff.higher import hessian, hvp
from autodiff.language import parse
from autodiff.numeric import gradients
from autodiff.primitive import Primitive
from autodiff.rounding import gradient_bounds, rounding_bound
from autodiff.run import Run
from autodiff.symbolic import derivation, derivative, gradient_graph
from autodiff.walks import run
from autodiff.written import write

__all__ = [
    "ArgumentCount",
    "AutodiffError",
    "Check",
    "Const",
    "DualNumber",
    "Footprint",
    "GradientTape",
    "Graph",
    "MissingValue",
    "Node",
    "ParseError",
    "Run",
    "TapeUsed",
    "Tensor",
    "TruthOfNode",
    "UnknownLibrary",
    "UnknownMode",
    "UnknownOutput",
    "UnknownVariable",
    "Var",
    "Variable",
    "check",
    "compile",
    "constant",
    "derivation",
    "derivative",
    "evaluate",
    "footprint",
    "grad",
    "gradient",
    "gradient_bounds",
    "gradient_costs",
    "gradient_graph",
    "gradients",
    "hessian",
    "hvp",
    "jacobian",
    "jacobian_costs",
    "jvp",
    "needed_values",
    "numeric",
    "parse",
    "rounding_bound",
    "run",
    "storage",
    "symbolic",
    "trace",
    "value_and_gradient",
    "vjp",
    "write",
]

__all__ += [name for name in ops.BY_NAME if name not in __all__]


def __getattr__(name: str) -> Primitive:
    """Every function of the language, under its own name: ad.sin, ad.tanh, ad.where, …"""
    if name not in ops.BY_NAME:
        raise AttributeError(f"module 'autodiff' has no attribute {name!r}")
    return ops.BY_NAME[name]
