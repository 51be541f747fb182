"""A function that JAX traces: its jaxpr, read equation by equation. Functions inside it (jit, relu) are written out."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import autodiff as ad
from autodiff import ops
from autodiff.graph import Const, Node, Var, as_node
from viz.readers import CannotRead, Given, Reading, checked

LIBRARY = "JAX"
Build = Callable[..., Node]
# Primitives of JAX that are called as here, and those that are not
SAME_NAME = (
    "add", "sub", "mul", "div", "neg", "pow", "max", "min", "sin", "cos", "tan", "asin", "acos", "atan", "atan2",
    "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "expm1", "log", "log1p", "sqrt", "cbrt", "square", "abs",
    "sign", "floor", "ceil", "erf", "erfc",
)  # fmt: skip
OPERATIONS: dict[str, Build] = {
    **{name: ops.TABLE[name] for name in SAME_NAME},
    "lt": ops.less, "le": ops.less_equal, "gt": ops.greater, "ge": ops.greater_equal, "eq": ops.equal,
    "ne": ops.not_equal, "and": ops.logical_and, "or": ops.logical_or, "not": ops.logical_not,
    "logistic": ops.sigmoid,
    "add_any": ops.add,
    "rsqrt": lambda u: ops.div(Const(1.0), ops.sqrt(u)),
    "exp2": lambda u: ops.pow(Const(2.0), u),
    "select_n": lambda condition, otherwise, chosen: ops.where(condition, chosen, otherwise),
    **dict.fromkeys(
        ("convert_element_type", "copy", "copy_p", "broadcast_in_dim", "reshape", "squeeze", "reduce_precision"),
        lambda u: u,
    ),
}  # fmt: skip
CALLS = {"jit", "pjit", "closed_call", "core_call", "custom_jvp_call", "custom_vjp_call", "checkpoint", "remote2"}
INSIDE = ("jaxpr", "call_jaxpr", "fun_jaxpr")  # what such an equation calls the function that it applies


def reads(what: Any) -> bool:
    """Whether it is a function that JAX made or that speaks of JAX, or a closed jaxpr."""
    return "jax" in sys.modules and (_is_jaxpr(what) or (callable(what) and _speaks_of_jax(what)))


def read(what: Any, given: Given) -> Reading:
    """The graph of a function of numbers, at the point that is given by name, else at 1.

    Raises `CannotRead` for a primitive that is not known and for arrays.
    """
    jax = sys.modules["jax"]
    if _is_jaxpr(what):
        closed, names, function = what, _letters(len(what.jaxpr.invars)), None
    else:
        function = inspect.unwrap(what)
        names = [p.name for p in inspect.signature(function).parameters.values() if p.default is p.empty]
        closed = jax.make_jaxpr(function)(*(float(given.said.get(name, 1.0)) for name in names))
    strangers = [name for name in given.said if name not in names]
    if strangers:
        raise CannotRead(f"The function has no variable {strangers[0]}; it has {', '.join(names) or 'none'}.")
    inputs = [Var(name) for name in names]
    outputs = _Reader().outputs(closed.jaxpr, closed.consts, inputs)
    point = {name: float(given.said.get(name, 1.0)) for name in names}
    graph = ad.Graph(outputs, inputs)
    if len(outputs) > 1:
        return Reading(graph, point, LIBRARY)
    if function is None:
        function = importlib.import_module("jax.extend.core").jaxpr_as_fun(closed)
    return Reading(graph, point, LIBRARY, _own_gradients(jax, function, point))


def _is_jaxpr(what: Any) -> bool:
    return hasattr(what, "jaxpr") and hasattr(what, "consts")


def _speaks_of_jax(what: Any) -> bool:
    """Whether a function is JAX's own, or uses a module of JAX by a global or closed-over name."""
    if type(what).__module__.startswith("jax"):
        return True
    function = inspect.unwrap(what)
    if not inspect.isfunction(function):
        return False
    used = inspect.getclosurevars(function)
    modules = (getattr(thing, "__module__", None) or getattr(thing, "__name__", "")
               for thing in (*used.globals.values(), *used.nonlocals.values()))  # fmt: skip
    return any(str(module).partition(".")[0] in ("jax", "jaxlib") for module in modules)


def _letters(count: int) -> list[str]:
    """Names for the arguments of a jaxpr, which has none: as it prints them."""
    return [chr(ord("a") + i) if count <= 26 else f"x{i + 1}" for i in range(count)]


class _Reader:
    """A jaxpr on its way to becoming nodes."""

    def __init__(self) -> None:
        self.count = 0

    def outputs(self, jaxpr: Any, constants: Any, inputs: Sequence[Node]) -> list[Node]:
        """The nodes of a jaxpr's results, given those of its arguments."""
        made: dict[Any, Node] = dict(zip(jaxpr.invars, inputs, strict=True))
        made |= {variable: _constant(value) for variable, value in zip(jaxpr.constvars, constants, strict=True)}
        for variable in (*jaxpr.invars, *jaxpr.constvars):
            _one_number(variable.aval, "an argument")

        def node(atom: Any) -> Node:
            return _constant(atom.val) if hasattr(atom, "val") else made[atom]

        for equation in jaxpr.eqns:
            self.count += 1
            checked(self.count, LIBRARY)
            found = self._equation(equation, [node(atom) for atom in equation.invars])
            made |= dict(zip(equation.outvars, found, strict=True))
        return [node(atom) for atom in jaxpr.outvars]

    def _equation(self, equation: Any, args: list[Node]) -> list[Node]:
        name, parameters = equation.primitive.name, equation.params
        for variable in equation.outvars:
            _one_number(variable.aval, name)
        if name in CALLS:
            inner = next(parameters[key] for key in INSIDE if key in parameters)
            return self.outputs(getattr(inner, "jaxpr", inner), getattr(inner, "consts", ()), args)
        if name == "integer_pow":
            return [ops.pow(args[0], Const(float(parameters["y"])))]
        if name == "clamp":
            return [ops.min(ops.max(args[1], args[0]), args[2])]
        if name not in OPERATIONS:
            raise CannotRead(f"There is no operation {name} of JAX here that a walk could show.")
        return [OPERATIONS[name](*args)]


def _constant(value: Any) -> Node:
    if getattr(value, "size", 1) != 1:
        raise CannotRead(f"The function holds an array of {value.size} numbers; a walk shows single numbers.")
    return as_node(float(value))


def _one_number(about: Any, name: str) -> None:
    if getattr(about, "size", 1) != 1:
        raise CannotRead(f"{name} works on an array of {about.size} numbers; a walk shows single numbers.")


def _own_gradients(jax: Any, function: Callable[..., Any], point: Mapping[str, float]) -> dict[str, float]:
    def first(*args: Any) -> Any:
        result = function(*args)
        return result[0] if isinstance(result, (list, tuple)) else result

    if not point:
        return {}
    found = jax.grad(first, argnums=tuple(range(len(point))))(*point.values())
    return {name: float(gradient) for name, gradient in zip(point, found, strict=True)}
