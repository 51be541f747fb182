"""PyTorch's scalars: thirty are read from what their backward functions kept, with the gradients that PyTorch gives."""

from __future__ import annotations

import pytest

import autodiff as ad
from viz.readers import CannotRead, Given
from viz.readers import torch as reader

torch = pytest.importorskip("torch", reason="PyTorch is among the peers of `make bench` only: its size")
F = torch.nn.functional

FUNCTIONS = [
    lambda x, y: x + y,
    lambda x, y: x - y * 2,
    lambda x, y: x * y + 3,
    lambda x, y: (3 - x) ** 2,
    lambda x, y: x / y,
    lambda x, y: 2 / x + y / 4,
    lambda x, y: x**3 + 2**y,
    lambda x, y: x**y,
    lambda x, y: torch.sin(x) * torch.cos(y) - torch.tan(x / 4),
    lambda x, y: torch.exp(-x) * torch.expm1(y),
    lambda x, y: torch.log(x) + torch.log1p(y) + torch.log2(x) + torch.log10(y),
    lambda x, y: torch.sqrt(x) * torch.rsqrt(y),
    lambda x, y: torch.tanh(x * y + 0.1),
    lambda x, y: torch.sigmoid(x + 0.25) * y,
    lambda x, y: torch.sinh(x) + torch.cosh(y),
    lambda x, y: torch.asin(x / 5) + torch.acos(y / 5) + torch.atan(x),
    lambda x, y: torch.atan2(x, y) + torch.hypot(x, y),
    lambda x, y: torch.asinh(x) + torch.acosh(x) + torch.atanh(y),
    lambda x, y: torch.maximum(x, y) * torch.minimum(x, y),
    lambda x, y: torch.abs(-x) + torch.sign(y) * x,
    lambda x, y: torch.where(x > y, x * y, y),
    lambda x, y: torch.relu(x) * F.silu(y),
    lambda x, y: F.gelu(x) + F.elu(-y),
    lambda x, y: F.leaky_relu(-x) * F.softplus(y),
    lambda x, y: F.logsigmoid(x) + torch.exp2(y),
    lambda x, y: torch.erf(x) + torch.erfc(y),
    lambda x, y: x.clamp(0, 1) * y.clamp(min=0) + x.clamp_max(9),
    lambda x, y: F.mse_loss(x, y) + torch.square(x),
    lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    lambda x, y: -(y * torch.log(torch.sigmoid(x)) + (1 - y) * torch.log(1 - torch.sigmoid(x))),
    lambda x, y: torch.sub(x, y, alpha=3) + torch.add(x, y, alpha=0.5),
    lambda x, y: (x * y).sum() + (x - y).mean().reshape(()),
    lambda x, y: torch.floor(x) * y + torch.reciprocal(x),
]  # fmt: skip
POINT = {"x": 1.7, "y": 0.6}


def tensors(dtype=None):
    return {name: torch.tensor(x, dtype=dtype or torch.float64, requires_grad=True) for name, x in POINT.items()}


def test_there_are_thirty():
    assert len(FUNCTIONS) >= 30


@pytest.mark.parametrize("function", FUNCTIONS)
def test_value_and_gradient_are_those_of_pytorch(function):
    leaves = tensors()
    result = function(*leaves.values())
    reading = reader.read(result, Given(around=leaves))
    value, gradient = ad.value_and_gradient(reading.graph, reading.point)
    own = torch.autograd.grad(result, list(leaves.values()), allow_unused=True)
    assert reader.reads(result)
    assert value == pytest.approx(result.item(), rel=1e-13)
    expected = {name: x.item() for name, x in zip(leaves, own, strict=True) if x is not None}
    assert gradient == {name: pytest.approx(expected[name], rel=1e-11, abs=1e-15) for name in gradient}
    assert reading.gradient == {name: expected[name] for name in gradient}


def test_single_precision_is_read_as_it_was_typed():
    leaves = tensors(torch.float32)
    reading = reader.read((leaves["x"] * leaves["y"] + 0.1).tanh(), Given(leaves))
    assert str(reading.graph) == "tanh(x * y + 0.1)"


def test_a_number_that_is_gone_is_named():
    x = tensors()["x"]
    with pytest.raises(CannotRead, match="AddBackward0 used a plain number that PyTorch did not keep"):
        reader.read((x + 3).floor() * x, Given({"x": x}))


def test_a_graph_that_was_freed():
    x, y = tensors().values()
    loss = x * y
    loss.backward()
    with pytest.raises(CannotRead, match="freed"):
        reader.read(loss, Given())


@pytest.mark.parametrize(
    ("function", "named"),
    [
        (lambda x: torch.lgamma(x), "LgammaBackward0"),
        (lambda x: (x * torch.tensor([1.0, 2.0])).sum(), "2 numbers"),
        (lambda x: torch.stack([x, x]), "2 numbers"),
        (lambda x: F.leaky_relu(x, 0.3), "negative_slope = 0.3"),
        (lambda x: F.gelu(x, approximate="tanh"), "approximate"),
    ],
)
def test_what_cannot_be_read_is_named(function, named):
    x = torch.tensor(1.5, requires_grad=True)
    with pytest.raises(CannotRead, match=named):
        reader.read(function(x), Given())


def test_a_number_is_no_graph():
    assert not reader.reads(torch.tensor(1.0))
    assert not reader.reads(1.0)
