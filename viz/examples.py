"""The examples of the menu, each there to show one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from viz.values import random_values


@dataclass(frozen=True)
class Example:
    """A function, a point, and the one thing to see.

    Variables that ``point`` does not name have the random values of ``seed``. A ``large`` one is drawn folded,
    a ``summed`` one with a card for each sum.
    """

    group: str
    name: str
    text: str
    point: dict[str, float]
    shows: str
    seed: int | None = None
    large: bool = False
    summed: bool = False

    @property
    def label(self) -> str:
        """How it stands in the menu."""
        return f"{self.group}: {self.name}"

    def values(self, names: tuple[str, ...]) -> dict[str, float]:
        """The numbers it gives to its variables, in the order of ``names``."""
        drawn: Mapping[str, float] = {} if self.seed is None else random_values(names, self.seed)
        return {name: float(x) for name in names if (x := self.point.get(name, drawn.get(name))) is not None}


NOTEBOOK = """def square(u):
    return u*u

def f(x, y):
    \"\"\"The notebook's function.\"\"\"
    # x squared, by a helper
    return square(x)*y + y + 2"""
NEWTON = """for i in range(5):
    x = (x + a/x)/2
x"""
HORNER = """p = c[3]
for i in range(3):
    p = p*x + c[2 - i]
p"""
SMALL_NETWORK = """h1 = tanh(b1 + w11*x1 + w12*x2)
h2 = tanh(b2 + w21*x1 + w22*x2)
c + u1*h1 + u2*h2"""
NETWORK = """def neuron(w, z, x):
    for i, xi in enumerate(x): z += w[i]*xi
    return tanh(z)
def layer(W, b, x):
    return [neuron(W[0], b[0], x), neuron(W[1], b[1], x), neuron(W[2], b[2], x), neuron(W[3], b[3], x),
            neuron(W[4], b[4], x), neuron(W[5], b[5], x), neuron(W[6], b[6], x), neuron(W[7], b[7], x)]
def network(x1, x2, W1, b1, W2, b2, W3, b3):
    h = layer(W1, b1, [x1, x2])
    h = layer(W2, b2, h)
    return neuron(W3, b3, h)"""
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
        "Programs",
        "from a notebook",
        NOTEBOOK,
        {"x": 3, "y": 4},
        "Pasted as it stands: docstring, comment and helper. Each call of the helper is a group.",
    ),
    Example(
        "Programs",
        "Horner’s scheme",
        HORNER,
        {"c[3]": 1, "x": 1.5, "c[2]": 0.5, "c[1]": -2, "c[0]": 1},
        "The gradient of each coefficient c[i] is the power of x that it stands before.",
    ),
    Example(
        "Programs",
        "Newton’s square root",
        NEWTON,
        {"x": 1, "a": 9},
        "Five turns of a loop: the gradient of √a comes out, and almost none is left for the first guess.",
    ),
    Example(
        "A network",
        "2-2-1, every weight",
        SMALL_NETWORK,
        {
            "w11": 1.5,
            "x1": 1,
            "w12": -1,
            "x2": -1,
            "b1": -0.5,
            "w21": -0.8,
            "w22": 1.2,
            "b2": 0.4,
            "u1": 1.1,
            "u2": -0.7,
            "c": 0.2,
        },
        "Two hidden neurons and one that reads them: x₁ and x₂ get a part through each.",
        summed=True,
    ),
    Example(
        "A network",
        "2-8-8-1, 105 weights",
        NETWORK,
        {"x1": 1, "x2": -0.5},
        "Ten lines, 105 weights, and one walk back gives the gradient of every one of them.",
        seed=7,
        large=True,
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
        "max(x, y)^2",
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
FALLBACK = 1.0  # the number of a variable that nothing else gives one
BY_LABEL = {example.label: example for example in EXAMPLES}
BY_TEXT = {example.text: example for example in EXAMPLES}


def defaults(text: str, names: tuple[str, ...]) -> dict[str, float]:
    """A number for every variable of a text: the example's if it is one, else 1."""
    example = BY_TEXT.get(text)
    return dict.fromkeys(names, FALLBACK) | (example.values(names) if example else {})
