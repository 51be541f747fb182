"""What the templates of plain Python and NumPy give is what the table's value functions give."""

from __future__ import annotations

import math
import random
import re
from operator import attrgetter

import numpy as np
import pytest

from autodiff.ops import TABLE
from autodiff.spelling import JAX, MATH, NUMPY, TABLE_VALUES, TENSORFLOW, TORCH, Spelling

SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 40.0, -40.0, 800.0, -800.0, 1e200, math.inf, -math.inf, math.nan]


def points(name: str, arity: int) -> list[tuple[float, ...]]:
    draw = random.Random(name)
    return [tuple(draw.uniform(-3, 3) for _ in range(arity)) for _ in range(40)] + [
        tuple(draw.choice(SPECIAL) for _ in range(arity)) for _ in range(60)
    ]


def value(spelled: Spelling, name: str, args: tuple[float, ...]) -> float:
    names = {"math": math, "np": np, "u": args[0], "w": args[-1], "v": args[len(args) // 2]}
    order = {1: ["u"], 2: ["u", "w"], 3: ["u", "v", "w"]}[len(args)]
    return eval(spelled.spell(TABLE[name], order), names)


@pytest.mark.parametrize("name", TABLE)
def test_plain_python_gives_the_tables_value_or_raises(name):
    gave = 0
    for args in points(name, TABLE[name].arity):
        with np.errstate(all="ignore"):
            wanted = TABLE[name].value(*map(np.float64, args))
        try:
            found = value(MATH, name, args)
        except (ArithmeticError, ValueError):
            continue
        gave += 1
        assert type(found) is float
        np.testing.assert_allclose(found, wanted, rtol=1e-14, atol=1e-300, err_msg=str(args))
    assert gave > 15


@pytest.mark.parametrize("name", TABLE)
def test_numpy_gives_the_tables_value(name):
    columns = [np.array(column) for column in zip(*points(name, TABLE[name].arity), strict=True)]
    if name == "where":
        columns[0] = columns[0] > 0  # NumPy's condition is one of truth values
    with np.errstate(all="ignore"):
        wanted = TABLE[name].value(*columns)
        found = value(NUMPY, name, tuple(columns))
    if name == "step":  # inf − inf
        columns = [np.where(np.isinf(column), 1.0, column) for column in columns]
        wanted, found = TABLE[name].value(*columns), value(NUMPY, name, tuple(columns))
    np.testing.assert_allclose(np.asarray(found, float), wanted, rtol=1e-14, atol=1e-307)


@pytest.mark.parametrize(("module", "alias", "spelled"), [("torch", "torch", TORCH), ("tensorflow", "tf", TENSORFLOW)])
def test_the_library_has_every_name(module, alias, spelled):
    library = pytest.importorskip(module)
    for template in spelled.templates.values():
        for path in re.findall(rf"\b{alias}((?:\.\w+)+)", template):
            assert attrgetter(path[1:])(library) is not None


@pytest.mark.parametrize("spelled", [MATH, TABLE_VALUES, NUMPY, JAX, TORCH, TENSORFLOW])
def test_every_row_is_spelled_with_all_its_arguments(spelled):
    assert set(spelled.templates) <= set(TABLE)
    for primitive in TABLE.values():
        assert {int(i) for i in re.findall(r"{(\d)}", spelled.template(primitive))} == set(range(primitive.arity))
