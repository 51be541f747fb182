"""Functions of JAX: thirty are read by their jaxpr, with the gradients that JAX gives."""

from __future__ import annotations

import pytest

import autodiff as ad
from viz.readers import CannotRead, Given
from viz.readers import jax as reader

jax = pytest.importorskip("jax")
import jax.numpy as jnp  # noqa: E402

FUNCTIONS = [
    lambda x, y: jnp.add(x, y) * jnp.sin(x),
    lambda x, y: jnp.cos(x * y) - jnp.tan(x),
    lambda x, y: jnp.exp(-x) * jnp.expm1(y),
    lambda x, y: jnp.log(x) + jnp.log1p(y) + jnp.log2(x) + jnp.log10(y),
    lambda x, y: jnp.sqrt(x) / jnp.cbrt(y),
    lambda x, y: jnp.square(x) * jnp.power(x, y),
    lambda x, y: x**3 + jnp.exp2(y) + y**-2,
    lambda x, y: jax.lax.rsqrt(x) + jnp.reciprocal(y),
    lambda x, y: jnp.tanh(x * y + 0.5),
    lambda x, y: jnp.sinh(x) + jnp.cosh(y),
    lambda x, y: jnp.arcsin(x / 5) + jnp.arccos(y / 5) + jnp.arctan(x),
    lambda x, y: jnp.arctan2(x, y) + jnp.hypot(x, y),
    lambda x, y: jnp.arcsinh(x) + jnp.arccosh(1 + y) + jnp.arctanh(x / 9),
    lambda x, y: jnp.maximum(x, y) * jnp.minimum(x, y + 2),
    lambda x, y: jnp.abs(x - 3) + jnp.sign(y) * x,
    lambda x, y: jnp.where(x > y, x * y, jnp.sin(y)),
    lambda x, y: jnp.where((x < y) | (x > 2 * y), x, y * y),
    lambda x, y: jax.nn.relu(x - 1) * y,
    lambda x, y: jax.nn.sigmoid(x) + jax.nn.softplus(y),
    lambda x, y: jax.nn.silu(x) * jax.nn.gelu(y, approximate=False),
    lambda x, y: jax.nn.gelu(x) + jax.nn.elu(-y),
    lambda x, y: jax.nn.leaky_relu(-x) - jax.nn.log_sigmoid(y),
    lambda x, y: jnp.logaddexp(x, y),
    lambda x, y: jax.scipy.special.erf(x) + jax.scipy.special.erfc(y),
    lambda x, y: jnp.clip(x, 0.0, 1.0) * jnp.clip(y, 0.0, 9.0) + x,
    lambda x, y: jax.jit(lambda u: jnp.sin(u) * u)(x) + y,
    lambda x, y: (1 - x) ** 2 + 100 * jnp.square(y - x**2),
    lambda x, y: -(y * jnp.log(jax.nn.sigmoid(x)) + (1 - y) * jnp.log(1 - jax.nn.sigmoid(x))),
    lambda x, y: jnp.floor(x) * y + jnp.ceil(y) * x,
    lambda x, y: jnp.sinc(x) + y,
    lambda x, y: jnp.negative(y) * jnp.subtract(3.0, x),
    lambda x, y: jax.grad(lambda u: jnp.sin(u) * y)(x),
]
POINT = {"x": 1.7, "y": 0.6}


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


def test_there_are_thirty():
    assert len(FUNCTIONS) >= 30


@pytest.mark.parametrize("function", FUNCTIONS)
def test_value_and_gradient_are_those_of_jax(function):
    assert reader.reads(function)
    reading = reader.read(function, Given(POINT))
    value, gradient = ad.value_and_gradient(reading.graph, reading.point)
    own = jax.grad(function, argnums=(0, 1))(*POINT.values())
    assert value == pytest.approx(float(function(*POINT.values())), rel=1e-13)
    assert list(gradient.values()) == [pytest.approx(float(x), rel=1e-12, abs=1e-15) for x in own]
    assert list(reading.gradient.values()) == [float(x) for x in own]


def test_what_jax_made_is_known_and_what_is_ours_is_not():
    assert reader.reads(jax.jit(lambda x: x * x))
    assert reader.reads(jax.make_jaxpr(lambda x: x * x)(1.0))
    assert not reader.reads(lambda x: x * ad.sin(x))
    assert not reader.reads("x*x")
    assert not reader.reads(3.0)


def test_a_jitted_function_and_a_jaxpr():
    function = jax.jit(lambda x, y: jnp.sin(x) * y)
    assert str(reader.read(function, Given(POINT)).graph) == "sin(x) * y"
    reading = reader.read(jax.make_jaxpr(function)(1.0, 1.0), Given({"a": 1.7, "b": 0.6}))
    assert str(reading.graph) == "sin(a) * b"
    assert ad.gradient(reading.graph, reading.point) == pytest.approx(reading.gradient, rel=1e-14)


@pytest.mark.parametrize(
    ("function", "named"),
    [
        (lambda x: jax.scipy.special.gammaln(x), "lgamma"),
        (lambda x: jax.lax.stop_gradient(x) * x, "stop_gradient"),
        (lambda x: jnp.sum(jnp.arange(3.0) * x), "3 numbers"),
        (lambda x: jax.lax.fori_loop(0, 3, lambda i, s: s * x, x), "scan"),
    ],
)
def test_what_cannot_be_read_is_named(function, named):
    with pytest.raises(CannotRead, match=named):
        reader.read(function, Given())


def test_a_name_that_is_no_variable():
    with pytest.raises(CannotRead, match=r"no variable z; it has x, y"):
        reader.read(FUNCTIONS[0], Given({"z": 1.0}))
