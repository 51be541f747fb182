"""The notebook's cells that use its toy classes, in order, on ours.

The cells that define or patch classes are left out; outputs are compared as they are printed, so that 42 is
not 42.0. The numbers are the notebook's (ageron/handson-ml3, ``extra_autodiff.ipynb``).
"""

from __future__ import annotations

from typing import Any

import pytest

import autodiff as ad
from autodiff.notebook import forward, reverse

FORWARD = [  # (what the cell does, what it shows)
    ('x = Var("x")\ny = Var("y")\nf = Add(Mul(Mul(x, x), y), Add(y, Const(2)))', None),
    ("x.value = 3\ny.value = 4\nf.evaluate()", "42"),
    (
        'x = Var(name="x", init_value=3.)\ny = Var(name="y", init_value=4.)\n'
        "f = Add(Mul(Mul(x, x), y), Add(y, Const(2)))\ndfdx = f.gradient(x)\ndfdy = f.gradient(y)",
        None,
    ),
    ("dfdx.evaluate(), dfdy.evaluate()", "(24.0, 10.0)"),
    (
        "d2fdxdx = dfdx.gradient(x)\nd2fdxdy = dfdx.gradient(y)\n"
        "d2fdydx = dfdy.gradient(x)\nd2fdydy = dfdy.gradient(y)",
        None,
    ),
    (
        "[[d2fdxdx.evaluate(), d2fdxdy.evaluate()], [d2fdydx.evaluate(), d2fdydy.evaluate()]]",
        "[[8.0, 6.0], [6.0, 0.0]]",
    ),
]
DUAL = [
    ("3 + DualNumber(3, 4)", "6.0 + 4.0ε"),
    ("DualNumber(3, 4) * DualNumber(5, 7)", "15.0 + 41.0ε"),
    ("x.value = DualNumber(3.0)\ny.value = DualNumber(4.0)\nf.evaluate()", "42.0"),
    (
        "x.value = DualNumber(3.0, 1.0)\ny.value = DualNumber(4.0)\ndfdx = f.evaluate().eps\n"
        "x.value = DualNumber(3.0)\ny.value = DualNumber(4.0, 1.0)\ndfdy = f.evaluate().eps",
        None,
    ),
    ("dfdx", "24.0"),
    ("dfdy", "10.0"),
]
REVERSE = [
    (
        'x = Var("x", init_value=3)\ny = Var("y", init_value=4)\n'
        "f = Add(Mul(Mul(x, x), y), Add(y, Const(2)))\nresult = f.evaluate()\nf.backpropagate(1.0)",
        None,
    ),
    ("f", "((x) * (x)) * (y) + y + 2"),
    ("result", "42"),
    ("x.gradient", "24.0"),
    ("y.gradient", "10.0"),
]


def run(cells: list[tuple[str, str | None]], names: dict[str, Any]) -> dict[str, Any]:
    """Every cell in the same names, as a notebook runs them; the last line of a cell is what it shows."""
    for cell, shown in cells:
        *before, last = cell.split("\n")
        exec("\n".join(before), names)
        if shown is None:
            exec(last, names)
        else:
            assert str(eval(last, names)) == shown, cell
    return names


def classes(module: Any) -> dict[str, Any]:
    return {name: getattr(module, name) for name in ("Const", "Var", "Add", "Mul")}


def test_the_cells_of_the_first_classes():
    run(FORWARD, classes(forward))


def test_the_cells_of_dual_numbers():
    names = run(FORWARD, classes(forward))
    run(DUAL, {**names, "DualNumber": ad.DualNumber})


def test_the_cells_of_the_second_classes():
    run(REVERSE, classes(reverse))


def test_classes_can_be_patched_as_the_notebook_patches_its_own(monkeypatch):
    """A reader may paste the rules in: they take over, and give what the notebook's own classes give."""
    const, var, add, mul = classes(forward).values()
    rules = {
        const: lambda self, v: const(0),
        var: lambda self, v: const(1) if self is v else const(0),
        add: lambda self, v: add(self.a.gradient(v), self.b.gradient(v)),
        mul: lambda self, v: add(mul(self.a, self.b.gradient(v)), mul(self.a.gradient(v), self.b)),
    }
    for kind, rule in rules.items():
        monkeypatch.setattr(kind, "gradient", rule, raising=False)
    names = run(FORWARD, classes(forward))
    assert str(names["dfdx"]) == "((x) * (x)) * (0) + ((x) * (1) + (1) * (x)) * (y) + 0 + 0"


@pytest.mark.parametrize("module", [forward, reverse])
def test_a_number_is_printed_as_it_was_given(module):
    assert [str(module.Const(value)) for value in (2, 2.0, -1, 0.5)] == ["2", "2.0", "-1", "0.5"]
