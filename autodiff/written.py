"""A function written out as a program: plain Python, NumPy, JAX, PyTorch, TensorFlow or micrograd.

Each program defines the function as its library would have it, asks for the gradient the way the library does,
and prints both. Plain Python and NumPy cannot differentiate: there the gradient is written out as well. What
micrograd lacks is added to it, operation by operation, from the table's rules.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autodiff.compiled import alone, result, with_gradient
from autodiff.errors import AutodiffError, UnknownLibrary
from autodiff.graph import Const, Graph, Var
from autodiff.ops import pow
from autodiff.primitive import Primitive
from autodiff.rules import local_derivative
from autodiff.source import INDENT, indented, number, safe_names, straight_line
from autodiff.spelling import JAX, MATH, MICROGRAD, NUMPY, TENSORFLOW, TORCH, Spelling
from autodiff.sweeps import values_at


def write(graph: Graph, library: str = "python", point: Mapping[str, float] | None = None, output: int = 0) -> str:
    """One output of the graph as the text of a program that prints its value and its gradient at a point.

    ``library`` is one of `LIBRARIES`. A point gives every variable a number; without one each is 1. The program
    leaves both in ``value`` and ``gradient`` too. Raises `UnknownLibrary`, what `evaluate` raises about a point,
    and `AutodiffError` where the output depends on no variable.
    """
    if library not in LIBRARIES:
        raise UnknownLibrary(f"There is no library {library!r} to write for; there are {', '.join(LIBRARIES)}.")
    at = graph.output(output)
    if not graph.varies[at]:
        raise AutodiffError("This output depends on no variable: there is nothing to differentiate.")
    inputs = [node for node in graph.nodes if isinstance(node, Var)]
    labels = {graph.nodes[i]: label for i, label in graph.labels.items()}
    one = Graph([graph.nodes[at]], inputs, labels=labels)
    numbers = values_at(graph, dict.fromkeys(graph.variables, 1.0) if point is None else point)
    text = LIBRARIES[library](one, [number(float(numbers[name])) for name in graph.variables])
    if re.search(r"(?<![.\w])math\.", text):
        text = "import math\n\n" + text
    return text.lstrip("\n")


# ---- one function a library: the graph of one output, and the numbers of the point, as text


def _python(graph: Graph, point: list[str]) -> str:
    return _by_hand(graph, point, MATH, "")


def _numpy(graph: Graph, point: list[str]) -> str:
    return _by_hand(graph, point, NUMPY, "import numpy as np\n\n")


def _by_hand(graph: Graph, point: list[str], spelled: Spelling, imports: str) -> str:
    return f"""{imports}
{_function("f", alone(graph), spelled)}

{_function("value_and_gradient", with_gradient(graph), spelled, gradient=True)}

value, gradient = value_and_gradient({", ".join(point)})
print(value, gradient)
"""


def _jax(graph: Graph, point: list[str]) -> str:
    return f"""import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)


{_function("f", alone(graph), JAX)}

value, gradient = jax.value_and_grad(f, argnums={_tuple(range(len(point)))})({", ".join(point)})
print(value, gradient)
"""


def _torch(graph: Graph, point: list[str]) -> str:
    names = _names(graph)
    listed, comma = ", ".join(names), "," * (len(names) == 1)
    return f"""import torch

torch.set_default_dtype(torch.float64)


{_function("f", alone(graph), TORCH)}

{listed}{comma} = [torch.tensor(number, requires_grad=True) for number in {_tuple(point)}]
value = f({listed})
gradient = torch.autograd.grad(value, {_tuple(names)}, materialize_grads=True)
print(value, gradient)
"""


def _tensorflow(graph: Graph, point: list[str]) -> str:
    names = _names(graph)
    listed, comma = ", ".join(names), "," * (len(names) == 1)
    return f"""import tensorflow as tf


{_function("f", alone(graph), TENSORFLOW)}

{listed}{comma} = [tf.Variable(number, dtype=tf.float64) for number in {_tuple(point)}]
with tf.GradientTape() as tape:
    value = f({listed})
gradient = tape.gradient(value, {_tuple(names)}, unconnected_gradients="zero")
print(value, gradient)
"""


def _micrograd(graph: Graph, point: list[str]) -> str:
    whole, names = alone(graph), _names(graph)
    listed, comma = ", ".join(names), "," * (len(names) == 1)
    spelled, added = _micrograd_spelling(whole)
    definitions = "".join(f"{_added(primitive)}\n\n" for primitive in added)
    return f"""from micrograd.engine import Value


{definitions}{_function("f", whole, spelled)}

{listed}{comma} = [Value(number) for number in {_tuple(point)}]
value = f({listed})
value.backward()
gradient = [variable.grad for variable in {_tuple(names)}]
print(value.data, gradient)
"""


LIBRARIES: dict[str, Callable[[Graph, list[str]], str]] = {
    "python": _python,
    "numpy": _numpy,
    "jax": _jax,
    "torch": _torch,
    "tensorflow": _tensorflow,
    "micrograd": _micrograd,
}


# ---- what micrograd lacks


def _micrograd_spelling(graph: Graph) -> tuple[Spelling, list[Primitive]]:
    """Its spelling for this graph, and the primitives that have to be added to it."""
    templates = dict(MICROGRAD.templates)
    if not all(isinstance(node.args[1], Const) for node in graph.nodes if node.op is pow):
        del templates["pow"]  # its own takes a plain number as the exponent
    used = dict.fromkeys(node.op for node in graph.nodes if node.op is not None)
    added = [primitive for primitive in used if primitive.name not in templates]
    for primitive in added:
        slots = ", ".join(f"{{{i}}}" for i in range(primitive.arity))
        templates[primitive.name] = f"{_added_name(primitive)}({slots})"
    return replace(MICROGRAD, templates=templates), added


def _added_name(primitive: Primitive) -> str:
    return primitive.name + ("_" if hasattr(builtins, primitive.name) else "")


def _added(primitive: Primitive) -> str:
    """The definition of a primitive that micrograd lacks: its value, and what it sends to each argument."""
    args, numbers = ["a", "b"][: primitive.arity], ["u", "w"][: primitive.arity]
    sent: list[str] = []
    for k, arg in enumerate(args):
        rule = local_derivative(primitive, k, (None,) * primitive.arity)
        if rule is not None:
            names = [*numbers, "y", *(f"d{arg}{i}" for i in range(len(rule)))]
            names[rule.outputs[0]] = names[rule.outputs[0]].rstrip("0123456789")
            lines, (slope,) = straight_line(rule, names, MATH)
            sent += [*lines, f"{arg}.grad += {slope} * out.grad"]
    head = [
        f"{', '.join(numbers)} = {', '.join(f'{arg}.data' for arg in args)}",
        f"y = {MATH.spell(primitive, numbers)}",
    ]
    if not sent:
        return _definition(_added_name(primitive), args, [*head, "return Value(y)"])
    made = [f'out = Value(y, {_tuple(args)}, "{primitive.name}")', "", "def backward():", *(INDENT + x for x in sent)]
    return _definition(_added_name(primitive), args, [*head, *made, "", "out._backward = backward", "return out"])


# ---- pieces


def _function(name: str, graph: Graph, spelled: Spelling, gradient: bool = False) -> str:
    lines, outputs = straight_line(graph, safe_names(graph), spelled)
    return _definition(name, _names(graph), [*lines, f"return {result(outputs, 1, gradient)}"])


def _definition(name: str, parameters: Sequence[str], body: Sequence[str]) -> str:
    return f"def {name}({', '.join(parameters)}):\n{indented(body)}\n"


def _names(graph: Graph) -> list[str]:
    return safe_names(graph)[: len(graph.variables)]


def _tuple(items: Sequence[Any]) -> str:
    texts = [str(item) for item in items]
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"
