"""GradientTape: the same as TensorFlow's on the notebook's cells and on more programs, and its errors."""

from __future__ import annotations

import os
import threading
import warnings
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import autodiff as ad
from autodiff import ops
from autodiff.errors import AutodiffError, TapeUsed
from tests.autodiff import tape_programs
from tests.autodiff.tape_programs import PROGRAMS

OURS = SimpleNamespace(
    Variable=ad.Variable, constant=ad.constant, GradientTape=ad.GradientTape, **{**ops.TABLE, **ops.BY_NAME}
)  # fmt: skip


@pytest.fixture(scope="module")
def theirs() -> SimpleNamespace:
    """TensorFlow in 64 bits, under the names that the programs use."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of its own imports
        tf = pytest.importorskip("tensorflow")
    names = "sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp expm1 log log1p sqrt square sign"
    functions = {name: getattr(tf.math, name) for name in [*names.split(), "erf", "erfc", "sigmoid", "softplus"]}
    return SimpleNamespace(
        Variable=lambda value, trainable=True: tf.Variable(value, trainable=trainable, dtype=tf.float64),
        constant=lambda value: tf.constant(value, tf.float64),
        GradientTape=tf.GradientTape,
        where=tf.where,
        max=tf.maximum,
        min=tf.minimum,
        relu=tf.nn.relu,
        elu=tf.nn.elu,
        silu=tf.nn.silu,
        **functions,
    )


def plain(found: Any) -> Any:
    """Tensors of either library as floats, in the same lists and dicts; None stays None."""
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items()}
    if isinstance(found, (list, tuple)):
        return type(found)(plain(value) for value in found)
    return found if found is None else float(found.numpy() if hasattr(found, "numpy") else found)


def same(ours: Any, wanted: Any) -> None:
    if isinstance(wanted, dict):
        assert list(ours) == list(wanted)
        ours, wanted = list(ours.values()), list(wanted.values())
    if isinstance(wanted, (list, tuple)):
        assert type(ours) is type(wanted)
        for one, other in zip(ours, wanted, strict=True):
            same(one, other)
    elif wanted is None:
        assert ours is None
    else:
        np.testing.assert_allclose(ours, wanted, rtol=1e-13)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_the_same_as_tensorflow(theirs, program):
    same(plain(program(OURS)), plain(program(theirs)))


def test_there_are_the_notebooks_cells_and_fifty_more():
    assert len(PROGRAMS) >= 52


# ---- by hand, so that they hold without TensorFlow too


def test_the_notebooks_cells():
    assert plain(tape_programs.notebook_first_order(OURS)) == [24, 10]
    assert plain(tape_programs.notebook_second_order(OURS)) == [[8, 6], [6, None]]


def test_a_second_use_of_a_tape_that_is_not_persistent(theirs):
    for m, error in ((OURS, TapeUsed), (theirs, RuntimeError)):
        x = m.Variable(3.0)
        with m.GradientTape() as tape:
            y = x * x
        assert float(tape.gradient(y, x).numpy()) == 6
        with pytest.raises(error, match="persistent"):
            tape.gradient(y, x)
    assert issubclass(TapeUsed, RuntimeError)


def test_what_a_tape_cannot_follow_is_refused():
    tape = ad.GradientTape()
    with pytest.raises(AutodiffError, match=r"ad.constant\(3.0\)\), not a float"):
        tape.watch(3.0)
    with pytest.raises(AutodiffError, match="along variables and watched tensors, not a float"):
        tape.gradient(ad.constant(1.0), 3.0)
    with tape, pytest.raises(AutodiffError, match="recording already"), tape:
        pass
    with pytest.raises(AutodiffError, match="A tape records numbers, not ndarray"):
        ad.constant(np.ones(3))


def test_another_word_for_unconnected_gradients_is_refused_and_takes_nothing():
    x = ad.Variable(3.0)
    with ad.GradientTape() as tape:
        y = x * x
    with pytest.raises(ValueError, match='"none" or "zero", not \'zeros\''):
        tape.gradient(y, x, unconnected_gradients="zeros")
    assert tape.gradient(y, x).numpy() == 6.0


def test_the_branch_not_taken_is_connected_and_sends_nothing():
    """TensorFlow gives nan here, 0 times inf; the convention of the table is 0."""
    x = ad.Variable(0.0)
    with ad.GradientTape(persistent=True) as tape:
        first = ad.where(x > 0, ad.log(x), 0.0)
        second = ad.where(x < 1, x, ad.sqrt(x))
    assert tape.gradient(first, x) == 0
    assert tape.gradient(second, x) == 1


def test_a_tie_is_shared():
    x, y = ad.Variable(2.0), ad.Variable(2.0)
    with ad.GradientTape() as tape:
        z = ad.max(x, y)
    assert tape.gradient(z, [x, y]) == [0.5, 0.5]


def test_grad_inside_a_tape_and_a_tape_inside_grad():
    x = ad.Variable(3.0)
    with ad.GradientTape() as tape:
        y = x * ad.grad(lambda u: u * x * x)(x)  # x · x²
    assert tape.gradient(y, x) == 27

    def program(u):
        v = ad.Variable(2.0)
        with ad.GradientTape() as inner:
            w = u * v * v
        return inner.gradient(w, v).value * u  # 2uv · u

    assert ad.grad(program)(3.0) == 24
    with pytest.raises(AutodiffError, match="return its value"):
        ad.grad(lambda u: ad.Tensor(u, level=1_000_000))(3.0)


def test_numbers_of_numpy_and_its_functions():
    x = ad.Variable(0.3)
    with ad.GradientTape(persistent=True) as tape:
        y = np.float64(2.0) * np.sin(x)
    assert tape.gradient(y, x) == pytest.approx(2 * np.cos(0.3))
    assert type(tape.gradient(y, x).numpy()) is float
    assert repr(x) == "Variable(0.3)"
    assert repr(ad.constant(2)) == "Tensor(2.0)"


def test_each_thread_has_its_own_open_tapes():
    x, seen = ad.Variable(3.0), []

    def elsewhere() -> None:
        seen.append(x * x)

    with ad.GradientTape() as tape:
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    assert tape.gradient(seen[0], x) is None


def test_deep_programs_need_no_recursion():
    x = ad.Variable(1.0)
    with ad.GradientTape() as tape:
        y = x
        for _ in range(20_000):
            y = y + 1.0
    assert tape.gradient(y, x) == 1
