"""Is every derivative of this graph right, here? Every mode against every other, and all against plain values.

The modes share one table of rules, so a wrong rule makes them agree on a wrong number. Differences know no rule: those
of the value have the last word on the gradient, those of the gradient on the Hessian. The Taylor test asks the same
of the whole: what f(x + hv) is off from its Taylor polynomial of degree k falls with the power k + 1 of h. And every
rule is tried by itself at the numbers that it meets, to say which one it was.

Where values cannot know (a kink, a jump, a pole) nothing is claimed; the conventions that decided are named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autodiff.derivatives import Point
from autodiff.dual import jvp
from autodiff.evidence import STEP, order_of_remainder, slope
from autodiff.graph import Graph
from autodiff.higher import HESSIANS
from autodiff.modes import MODES
from autodiff.numeric import as_function
from autodiff.primitive import Primitive
from autodiff.rounding import gradient_bounds, rounding_bound
from autodiff.sweeps import decided, evaluate, settled, values_at

CLOSE = 1e-9  # how far apart two modes may be, relative to their size or 1, where rounding allows no more
GOLDEN = (math.sqrt(5) - 1) / 2
FORMULAS = 12  # variables up to which every second derivative is also taken as a formula
ORDER = 0.5  # how much less than a whole power a remainder may fall with


@dataclass(frozen=True)
class Finding:
    """One comparison: what was compared, whether it agrees (None where nothing can be said), and the numbers."""

    what: str
    agrees: bool | None
    detail: str = ""

    def __str__(self) -> str:
        verdict = {True: "agrees", False: "DISAGREES", None: "undecided"}[self.agrees]
        return f"{self.what}: {verdict}" + (f", {self.detail}" if self.detail else "")


@dataclass(frozen=True)
class Check:
    """What was compared at one point.

    ``gradients``    by mode, an array with a number for each variable
    ``findings``     every comparison, in order
    ``conventions``  (node, sentence) wherever a convention, and not calculus, decided a slope
    """

    gradients: Mapping[str, Any]
    findings: tuple[Finding, ...]
    conventions: tuple[tuple[int, str], ...]

    @property
    def failures(self) -> tuple[Finding, ...]:
        """What disagrees."""
        return tuple(finding for finding in self.findings if finding.agrees is False)

    @property
    def passed(self) -> bool:
        """Whether nothing disagrees."""
        return not self.failures

    def __str__(self) -> str:
        return "\n".join([*map(str, self.findings), *(f"node {i}: {sentence}" for i, sentence in self.conventions)])


def check(graph: Graph, point: Point, output: int = 0) -> Check:
    """Compare all modes, differences, Taylor remainders and single rules, for one output at a point of numbers.

    What is wrong or missing does not raise, it is a finding. Raises `MissingValue` or `UnknownVariable` where the
    point does not fit the graph.
    """
    inputs = values_at(graph, point)
    case = _Case(graph, {name: inputs[name] for name in graph.variables}, output)
    gradients, findings = _compared("gradient", MODES, case, _rounding(case))
    hessians, more = _compared("Hessian", _hessians(len(graph.variables)), case, CLOSE)
    rules, conventions = _rules(case)
    findings += more
    if gradients and hessians and graph.variables:
        first, second = next(iter(gradients.values())), next(iter(hessians.values()))
        by_values = [*_differences(case, first, second)]
        smooth = all(found.agrees is not None for found in by_values)
        by_values += _taylor(case, first, second, smooth)
        findings += [_excused(found) for found in by_values] if conventions else by_values
    return Check(gradients, (*findings, *rules), conventions)


@dataclass(frozen=True)
class _Case:
    """What is checked: one output at a point that has the variables in order."""

    graph: Graph
    point: Mapping[str, Any]
    output: int

    def at(self, name: str, x: Any) -> Mapping[str, Any]:
        return {**self.point, name: x}


def _excused(found: Finding) -> Finding:
    """What values say against a derivative is nothing against it where a convention decided."""
    return found if found.agrees is not False else Finding(found.what, None, "a convention decided")


# ---- modes against modes


def _hessians(n: int) -> dict[str, Callable[..., Any]]:
    """The exact ways to a Hessian; without the n² formulas of the symbolic one where they would take long."""
    return {mode: way for mode, way in HESSIANS.items() if mode != "numeric" and (mode != "symbolic" or n <= FORMULAS)}


def _compared(
    kind: str, modes: Mapping[str, Callable[..., Any]], case: _Case, allowed: float
) -> tuple[dict[str, Any], list[Finding]]:
    """What every mode gives, and each beside the first; a mode that raises has given nothing."""
    found: dict[str, Any] = {}
    findings = []
    for mode, compute in modes.items():
        try:
            found[mode] = np.array(compute(case.graph, case.point, case.output), dtype=float)
        except Exception as error:
            findings.append(Finding(f"{kind}, {mode}", False, _raised(error)))
    first = next(iter(found), "")
    for mode in list(found)[1:]:
        apart = _apart(found[mode], found[first], allowed)
        detail = f"{found[mode].tolist()} and {found[first].tolist()}" if np.any(apart) else ""
        findings.append(Finding(f"{kind}, {mode} and {first}", not np.any(apart), detail))
    return found, findings


def _apart(found: Any, wanted: Any, allowed: float) -> Any:
    with np.errstate(all="ignore"):
        near = np.abs(found - wanted) <= allowed * np.maximum(1.0, np.abs(wanted))
    poles = ~np.isfinite(found) & ~np.isfinite(wanted)  # there the order of operations decides between inf and nan
    return ~(near | poles)


def _rounding(case: _Case) -> float:
    """How far apart rounding may carry two modes, where that is known, and `CLOSE` at least."""
    try:
        bounds = [gradient_bounds(case.graph, case.point, mode, case.output) for mode in ("reverse", "forward")]
    except Exception:  # a rule that cannot run; its mode says so
        return CLOSE
    return max([CLOSE, *(2 * bound for found in bounds for bound in found.values() if bound < math.inf)])


def _raised(error: Exception) -> str:
    return f"it raises {type(error).__name__}: {error}"


# ---- modes against values


def _differences(case: _Case, gradient: Any, hessian: Any) -> Iterator[Finding]:
    function, reverse = as_function(case.graph, case.output), MODES["reverse"]
    for i, (name, x) in enumerate(case.point.items()):

        def value(t: float, name: str = name, x: Any = x) -> Any:
            return function(*case.at(name, x + t).values())

        def slopes(t: float, name: str = name, x: Any = x) -> Any:
            return reverse(case.graph, case.at(name, x + t), case.output)

        for what, exact, along in ((f"∂f/∂{name}", gradient[i], value), (f"∂∇f/∂{name}", hessian[:, i], slopes)):
            by_values = slope(along, _size(x))
            agrees = by_values.supports(exact)
            detail = f"{exact.tolist()} and {by_values.value.tolist()}" if agrees is False else ""
            yield Finding(f"{what} and differences", agrees, detail)


def _taylor(case: _Case, gradient: Any, hessian: Any, smooth: bool) -> Iterator[Finding]:
    """Along a line on which every variable moves on its own scale, no two alike, so that nothing cancels by chance."""
    function, start = as_function(case.graph, case.output), np.array(list(case.point.values()))
    spread = [(-1) ** i * (0.5 + i * GOLDEN % 1) for i in range(len(start))]
    direction = np.array([part * _size(x) for part, x in zip(spread, start, strict=True)]) / len(start)

    def along(t: float) -> Any:
        return function(*(start + t * direction))

    def noise(t: float) -> float:
        there = dict(zip(case.point, start + t * direction, strict=True))
        return rounding_bound(case.graph, there, case.output) * abs(float(along(t)))

    with np.errstate(all="ignore"):
        coefficients = [float(along(0.0)), float(gradient @ direction), float(direction @ hessian @ direction) / 2]
    smooth = smooth and bool(slope(along, 1.0).known) and all(map(math.isfinite, coefficients))
    for degree in (1, 2):
        what = f"remainder of the Taylor polynomial of degree {degree}"
        order = order_of_remainder(along, coefficients[: degree + 1], STEP, noise) if smooth else math.nan
        agrees = order > degree + 1 - ORDER if smooth else None
        yield Finding(what, agrees, f"it falls with h^{order:.2f}" if smooth else "")


def _size(x: Any) -> float:
    return abs(float(x)) or 1.0


# ---- rules, one by one


def _rules(case: _Case) -> tuple[list[Finding], tuple[tuple[int, str], ...]]:
    """Every rule that the output needs, first and second order, at its own arguments; and what conventions decided."""
    graph, values, needed = case.graph, evaluate(case.graph, case.point), case.graph.needed(case.output)
    findings: list[Finding] = []
    conventions, tried = [], 0
    for i, node in enumerate(graph.nodes):
        if node.op is None or not needed[i] or not graph.varies[i]:
            continue
        args = tuple(values[j] for j in graph.args[i])
        if (sentence := decided(graph, values, i)) is not None:
            conventions.append((i, sentence))
        for k in range(node.op.arity):
            tried += 1
            findings += _rule(node.op, k, args)
    return [*findings, Finding(f"{tried} rules, each by itself", not findings)], tuple(conventions)


def _rule(primitive: Primitive, k: int, args: tuple[Any, ...]) -> Iterator[Finding]:
    """What is wrong with ∂/∂args[k] of one primitive, and with the derivatives of that."""
    name = f"the rule of {primitive.name} in its {primitive.roles[k]}"

    def rule(*at: Any) -> Any:
        found = settled(primitive.partial(k, at, primitive(*at)))
        return 0.0 if found is None else found

    try:
        with np.errstate(all="ignore"):
            first = float(rule(*args))
            if slope(_moving(primitive, args, k), _size(args[k])).supports(first) is False:
                missing = " is missing" if primitive.partials[k] is None else ""
                yield Finding(f"{name}{missing}", False, f"{first} at {_listed(args)}, and differences say otherwise")
                return
            for j, x in enumerate(args):
                if primitive.partials[j] is None:  # no derivative flows from there
                    continue
                along = _moving(rule, args, j)
                second = jvp(along, (0.0,), (1.0,))[1]
                if slope(along, _size(x)).supports(second) is False:
                    yield Finding(f"the derivative of {name}", False, f"{second} at {_listed(args)}")
    except Exception as error:
        yield Finding(name, False, _raised(error))


def _moving(function: Callable[..., Any], args: tuple[Any, ...], j: int) -> Callable[[Any], Any]:
    """What the function gives as its j-th argument moves away from where it is."""
    return lambda t: function(*args[:j], args[j] + t, *args[j + 1 :])


def _listed(args: tuple[Any, ...]) -> str:
    return ", ".join(f"{float(x):g}" for x in args)
