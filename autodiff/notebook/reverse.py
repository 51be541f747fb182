"""The notebook's second set of classes: the gradient is a number, left with every variable.

    x, y = Var("x", 3), Var("y", 4)
    f = Add(Mul(Mul(x, x), y), Add(y, Const(2)))
    f.evaluate()                    # 42
    f.backpropagate(1.0)
    x.gradient, y.gradient          # 24.0, 10.0

Besides `Add` and `Mul` there is a class for every primitive of the table (`Sin`, `Div`, …), and ``x*x*y + y + 2``
builds them too.
"""

from __future__ import annotations

from typing import Any

from autodiff import ops
from autodiff.graph import Graph
from autodiff.notebook import expression
from autodiff.notebook.expression import operations, point
from autodiff.sweeps import as_float, evaluate, linearize, pullback


class Expression(expression.Expression):
    """An expression that sends gradients back to its variables."""

    def backpropagate(self, gradient: Any) -> None:
        """Add to the ``gradient`` of every variable its part, if this expression is sent ``gradient``.

        As in the notebook it adds up from call to call: set ``x.gradient = 0`` to begin anew.
        """
        graph = Graph([self])
        slopes = linearize(graph, evaluate(graph, point(graph)))
        felt = pullback(graph, slopes, {graph.outputs[0]: gradient})
        for node, adjoint in zip(graph.nodes, felt, strict=True):
            if isinstance(node, Var) and adjoint is not None:
                node.gradient += as_float(adjoint)


class Const(Expression, expression.Const):
    """A number."""


class Var(Expression, expression.Var):
    """A variable, its present ``value``, and the ``gradient`` that has been sent to it so far."""

    def __init__(self, name: str, init_value: Any = 0) -> None:
        super().__init__(name, init_value)
        self.gradient: Any = 0


Expression.constant = Const
Expression.operations = operations(Expression)
Add, Mul = Expression.operations[ops.add], Expression.operations[ops.mul]
globals().update({kind.__name__: kind for kind in Expression.operations.values()})
