"""The examples of the menu, each there to show one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A function, a point, and the one thing to see."""

    group: str
    name: str
    text: str
    point: dict[str, float]
    shows: str

    @property
    def label(self) -> str:
        """How it stands in the menu."""
        return f"{self.group}: {self.name}"


EXAMPLES = (
    Example(
        "Start here",
        "the notebook’s graph",
        "x*x*y + (y + 2)",
        {"x": 3, "y": 4},
        "x and y are each used twice: their gradients are sums.",
    ),
    Example(
        "Start here",
        "as Python reads it",
        "x*x*y + y + 2",
        {"x": 3, "y": 4},
        "The same function without brackets is another graph, with the same gradient.",
    ),
    Example(
        "Start here",
        "sin(x²)",
        "sin(x^2)",
        {"x": 3},
        "A function of a function: the chain rule, once.",
    ),
    Example(
        "Start here",
        "a chain of four",
        "exp(sin(sqrt(x))/2)",
        {"x": 2},
        "Each link multiplies; the product runs from right to left.",
    ),
    Example(
        "Sharing",
        "x times x",
        "x*x",
        {"x": 3},
        "Two arrows from one card: both parts count.",
    ),
    Example(
        "Sharing",
        "a shared node",
        "a = x*y\na*a + sin(a)",
        {"x": 1.5, "y": 2},
        "a is used three times; it waits for all its parts before it sends.",
    ),
    Example(
        "Sharing",
        "two paths that cancel",
        "(x + y) - (x - y)",
        {"x": 2, "y": 1},
        "The parts of x are 1 and −1: their sum is 0.",
    ),
    Example(
        "Learning",
        "a neuron",
        "tanh(w1*x1 + w2*x2 + b)",
        {"w1": 0.5, "x1": 2, "w2": -1, "x2": 1, "b": 0.3},
        "What one neuron would have to change, and how much.",
    ),
    Example(
        "Learning",
        "logistic loss",
        "p = sigmoid(w*x + b)\n-(y*log(p) + (1 - y)*log(1 - p))",
        {"w": 0.8, "x": 1.5, "b": -0.2, "y": 1},
        "At b the gradient is p − y, however long the formula.",
    ),
    Example(
        "Learning",
        "squared error",
        "(w*x + b - y)^2",
        {"w": 0.5, "x": 2, "b": 1, "y": 3},
        "Least squares: the error times its slope.",
    ),
    Example(
        "Learning",
        "Rosenbrock’s valley",
        "(1 - x)^2 + 100*(y - x^2)^2",
        {"x": -1, "y": 2},
        "A curved valley, steep across and flat along.",
    ),
    Example(
        "Edges",
        "a kink",
        "abs(x) + relu(y)",
        {"x": 0, "y": 0},
        "At a kink there is no slope; a convention decides, and says so.",
    ),
    Example(
        "Edges",
        "a tie",
        "max(x, y)*min(x, y)",
        {"x": 2, "y": 2},
        "At a tie each side gets half.",
    ),
    Example(
        "Edges",
        "a saturated sigmoid",
        "sigmoid(w*x)",
        {"w": 4, "x": 5},
        "So far out almost nothing flows back: the gradient vanishes.",
    ),
    Example(
        "Edges",
        "y is not used",
        "unused = 3*y\nx^2 + 1",
        {"x": 2, "y": 5},
        "Nothing arrives at y: “not reached” is not the same as 0.",
    ),
    Example(
        "Edges",
        "not a number",
        "sqrt(x) + log(y)",
        {"x": -1, "y": 0},
        "A root of a negative number, a logarithm of 0: the numbers say what happened.",
    ),
)
DEFAULT = EXAMPLES[0]
BY_LABEL = {example.label: example for example in EXAMPLES}
BY_TEXT = {example.text: example for example in EXAMPLES}
