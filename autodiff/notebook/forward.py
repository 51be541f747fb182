"""The notebook's first set of classes: the derivative of an expression is an expression.

    x, y = Var("x", 3.0), Var("y", 4.0)
    f = Add(Mul(Mul(x, x), y), Add(y, Const(2)))
    f.gradient(x).evaluate()        # 24.0

Besides `Add` and `Mul` there is a class for every primitive of the table (`Sin`, `Div`, …), and ``x*x*y + y + 2``
builds them too.
"""

from __future__ import annotations

from autodiff import ops
from autodiff.graph import Graph
from autodiff.notebook import expression
from autodiff.notebook.expression import operations
from autodiff.sweeps import linearize, pushforward


class Expression(expression.Expression):
    """An expression whose derivatives are expressions."""

    def gradient(self, var: Var) -> Expression:
        """The derivative along one variable, raw: by the rules alone, with every factor 1 and every term 0.

        Forward mode, with the nodes themselves as their values: the tangent 1 for the variable, 0 for the others.
        """
        graph = Graph([self])
        tangents = {i: Const(int(node is var)) for i, node in enumerate(graph.nodes) if isinstance(node, Var)}
        slopes = linearize(graph, list(graph.nodes))
        tangent: Expression | None = pushforward(graph, slopes, tangents)[graph.outputs[0]]
        return Const(0) if tangent is None else tangent


class Const(Expression, expression.Const):
    """A number."""


class Var(Expression, expression.Var):
    """A variable and its present ``value``."""


Expression.constant = Const
Expression.operations = operations(Expression)
Add, Mul = Expression.operations[ops.add], Expression.operations[ops.mul]
globals().update({kind.__name__: kind for kind in Expression.operations.values()})
