"""A graph, or a graph and its gradient, as one straight-line Python function.

The gradient is a graph too: the sweeps run on nodes instead of numbers, and what comes out is simplified,
with nothing computed twice. So the function costs a small multiple of the value alone (Griewank and
Walther, *Evaluating Derivatives*, 2nd ed., section 3.4: at most four operations for one).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from autodiff.errors import Unspelled
from autodiff.functions import leaves, mapped
from autodiff.graph import Const, Graph, Node, Var, as_node, trace
from autodiff.ops import TABLE
from autodiff.simplify import simplified
from autodiff.source import INDENT, defined, indented, safe_names, straight_line
from autodiff.spelling import MATH, TABLE_VALUES, Spelling
from autodiff.sweeps import linearize, pullback
from autodiff.symbolic import on_nodes

BLOCK = 4096  # points of a grid that are computed together
KEPT: WeakKeyDictionary[Graph, dict[tuple[bool, bool], Callable[..., Any]]] = WeakKeyDictionary()


def compile(graph: Graph | Callable[..., Any], gradient: bool = True, arrays: bool = False) -> Callable[..., Any]:
    """A Python function of the graph's variables, in order, that gives ``(value, gradient)``, or only the value.

    The gradient is a tuple, one partial derivative a variable; where the graph has several outputs the value is
    a tuple and the gradient a tuple of such tuples. Numbers go in and Python floats come out. With ``arrays`` the
    function takes arrays of NumPy, broadcasts them, and gives arrays of their common shape.

    What is made is kept as long as the graph is, and has its text as ``source``. Instead of a graph it may be a
    Python function that `trace` can make one of.
    """
    if not isinstance(graph, Graph):
        graph = trace(graph)
    kept = KEPT.setdefault(graph, {})
    key = (gradient, arrays)
    if key not in kept:
        kept[key] = _arrays_function(graph, gradient) if arrays else _floats_function(graph, gradient)
    return kept[key]


# ---- the graph to compute: outputs, then (for each of them) a partial derivative a variable


def with_gradient(graph: Graph) -> Graph:
    """The graph whose outputs are those of ``graph``, followed by the gradient of each, simplified and merged."""
    values = on_nodes(graph)
    slopes = linearize(graph, values)
    outputs = [values[at] for at in graph.outputs]
    for at in graph.outputs:
        outputs += pullback(graph, slopes, {at: 1.0})[: len(graph.variables)]
    return simplified(_made(graph, outputs, values)).merged()


def alone(graph: Graph) -> Graph:
    """The graph with everything that depends on no variable worked out, and nothing computed twice."""
    values = on_nodes(graph)
    return _made(graph, [values[at] for at in graph.outputs], values).merged()


def _made(graph: Graph, outputs: list[Any], values: list[Any]) -> Graph:
    nodes: list[Node] = [Const(0.0) if output is None else as_node(output) for output in outputs]
    labels = {values[i]: label for i, label in graph.labels.items() if isinstance(values[i], Node)}
    return Graph(nodes, [node for node in graph.nodes if isinstance(node, Var)], labels=labels)


# ---- its source


def source(graph: Graph, gradient: bool, spelled: Spelling) -> str:
    """The text of the function ``f``: in plain Python (`MATH`) with what to do where that raises, or else without."""
    whole = with_gradient(graph) if gradient else alone(graph)
    names = safe_names(whole)
    lines, outputs = straight_line(whole, names, spelled)
    body = [*lines, f"return {result(outputs, len(graph.outputs), gradient)}"]
    given = names[: len(graph.variables)]
    parameters, comma = ", ".join(given), "," if len(given) == 1 else ""
    if spelled is MATH:
        body = ["try:", *(INDENT + line for line in body)]
        body += ["except (ArithmeticError, ValueError):", f"{INDENT}return at_the_edge({parameters})"]
        body[:0] = [f"{parameters}{comma} = map(float, ({parameters}{comma}))"] if given else []
    return f"def f({parameters}):\n{indented(body)}\n"


def result(outputs: list[str], count: int, gradient: bool) -> str:
    """``value, (partial, …)``; with several outputs a tuple of values and one of gradients."""
    values, partials = outputs[:count], outputs[count:]
    each = len(partials) // count
    gradients = [_tuple(partials[k * each : (k + 1) * each]) for k in range(count)]
    pair = (values[0], gradients[0]) if count == 1 else (_tuple(values), _tuple(gradients))
    return ", ".join(pair) if gradient else pair[0]


def _tuple(texts: list[str]) -> str:
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"


# ---- the function


def _table_functions() -> dict[str, Any]:
    return {"math": math, **{name: row.value for name, row in TABLE.items()}}


def _floats_function(graph: Graph, gradient: bool) -> Callable[..., Any]:
    """Python's own floats; where they raise, the same once more on NumPy's, which give inf and nan."""
    on_numpy = _defined(source(graph, gradient, TABLE_VALUES), _table_functions())

    def at_the_edge(*point: float) -> Any:
        with np.errstate(all="ignore"):
            return mapped(float, on_numpy(*map(np.float64, point)))

    try:
        text = source(graph, gradient, MATH)
    except Unspelled:  # plain Python has no words for a row that was added to the table
        return at_the_edge
    made: Callable[..., Any] = _defined(text, {"math": math, "at_the_edge": at_the_edge})
    return made


def _arrays_function(graph: Graph, gradient: bool) -> Callable[..., Any]:
    """NumPy's arrays, a block of points after the other, so that what is computed on the way stays in the cache."""
    on_numpy = _defined(source(graph, gradient, TABLE_VALUES), _table_functions())

    count = len(graph.outputs) * (1 + len(graph.variables) * gradient)

    def on_arrays(*point: Any) -> Any:
        arrays = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in point))
        shape = arrays[0].shape if arrays else ()
        columns, size = [array.ravel() for array in arrays], math.prod(shape)
        found, form = np.empty((count, size)), None
        for start in range(0, max(size, 1), BLOCK):
            block = slice(start, start + BLOCK)
            with np.errstate(all="ignore"):
                form = on_numpy(*(column[block] for column in columns))
            for row, part in zip(found, leaves(form), strict=True):
                row[block] = part
        rows = iter(found.reshape(count, *shape))
        return mapped(lambda _: next(rows), form)

    on_arrays.source = on_numpy.source  # type: ignore[attr-defined]
    return on_arrays


def _defined(text: str, names: Mapping[str, Any]) -> Any:
    made = defined(text, names)["f"]
    made.source = text
    return made
