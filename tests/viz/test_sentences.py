"""The sentences of a walk: their grammar where a list is long, a group small, or the tangents are typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pytest

import autodiff as ad
from autodiff.walks.broken import broken
from viz.drawing.folding import fold

TOLD = """async ([run, picture]) => {
  const { Walk } = await import("/viz/player/state.js");
  const { Folds } = await import("/viz/player/folds.js");
  const { sentence, plain } = await import("/viz/player/words.js");
  const walk = new Walk(run, picture.sums);
  const folds = new Folds(walk, picture);
  const notation = walk.mode.notation(false, walk.along);
  return folds.stops(walk.stops(false)).map((stop) => plain(sentence(walk, walk.view(stop), notation, folds)));
}"""
RECURSION = """async (visits) => {
  const { Recursion } = await import("/viz/player/recursion.js");
  const recursion = new Recursion(() => {});
  recursion.rebuild({ run: { function: { output: "n0" }, edges: [] } }, { visits, steps: 1 });
  return recursion.said.textContent;
}"""


def told(
    page: Any, text: str, point: Mapping[str, Any], mode: str = "reverse", opened: Collection[str] | None = None
) -> list[str]:
    """What is said at every stop."""
    run = ad.run(ad.parse(text), point, mode=mode).to_dict()
    sentences = page.evaluate(TOLD, [run, fold(run, opened, False).to_dict()])
    return [" ".join(said.split()) for said in sentences]


def many(names: str) -> tuple[str, dict[str, float]]:
    """A sum of products of each two neighbours, and a point."""
    return " + ".join(f"{a}*{b}" for a, b in zip(names, names[1:] + names[0], strict=True)), dict.fromkeys(names, 1.0)


# ---- lists


def test_of_many_derivatives_it_is_said_how_many_more_there_are(page):
    assert "∂f/∂p = 2 and ∂f/∂g = 2. Move" in told(page, *many("abcdpg"))[-1]
    assert "∂f/∂g = 2 and 1 more. Move a a little, and f moves 2 times as much." in told(page, *many("abcdpgh"))[-1]
    assert "∂f/∂g = 2 and 5 more. Move" in told(page, *many("abcdpghklmn"))[-1]


def test_of_a_long_column_of_the_hessian_too(page):
    assert "∂²f/∂c∂a = 0 and ∂²f/∂d∂a = 1." in told(page, *many("abcd"), "second")[-1]
    assert "∂²f/∂c∂a = 0, ∂²f/∂d∂a = 0 and 2 more." in told(page, *many("abcdpg"), "second")[-1]


# ---- one and many


def test_a_recursion_may_enter_one_node(page):
    assert page.evaluate(RECURSION, "1") == "Path by path, a recursion enters 1 node; the sweep looks at 1."
    assert "enters about 10^12 nodes;" in page.evaluate(RECURSION, "about 10^12")


def test_a_group_may_send_one_part_to_one_variable(page):
    small = told(page, "s = x\nfor i in range(1): s = sin(s)\ns*x", {"x": 1.0}, opened=())
    assert any("and sends 1 part back along its arrows." in said for said in small)
    one = told(page, "s = x\nfor i in range(1): s = s*c[i]\ns*x", {"x": 2.0, "c[0]": 3.0}, opened=())
    assert any("back along its arrows, to the variable inside and out to what feeds it." in said for said in one)


def test_what_moves_as_fast_moves_just_as_much(page):
    assert told(page, "x + 1", {"x": 1.0})[-1].endswith("Move x a little, and f moves just as much.")
    assert told(page, "1 - x", {"x": 1.0})[-1].endswith("and f moves just as much, the other way.")


def test_both_halves_of_a_square_have_a_name(page):
    forward = told(page, "x*x", {"x": 3.0}, "forward")[2]
    assert "gives 1 × 3 = 3 from x as the left factor and 1 × 3 = 3 from x as the right factor, together" in forward
    back = told(page, "x*x", {"x": 3.0})[4]
    assert "1 × 3 = 3 to x as the left factor, and 1 × 3 = 3 to x as the right factor" in back


# ---- what a convention decided


@pytest.mark.parametrize(
    ("text", "point", "word"),
    [
        ("abs(x)", {"x": 0.0}, "slope 0"),
        ("relu(x)", {"x": 0.0}, "slope 0"),
        ("max(x, y)", {"x": 1.0, "y": 1.0}, "a tie"),
    ],
)
@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_the_step_says_that_calculus_did_not_decide(page, mode, text, point, word):
    (write,) = {write.note for step in ad.run(ad.parse(text), point).steps for write in step.writes if write.note}
    saying = [said for said in told(page, text, point, mode) if f"({write})" in said]
    assert word in write
    assert len(saying) == 1
    assert saying[0].count(write) == 1  # also where both sides of a tie have it


COVERED = """async (run) => {
  const { Walk, seen } = await import("/viz/player/state.js");
  const walk = new Walk(run);
  const told = (stop) => [...walk.noted.keys()].filter((box) => seen(walk.view(stop, true)).notes.has(box));
  return walk.stops(false).map(told);
}"""


def test_a_covered_number_is_not_given_away_by_the_word_on_it(page):
    run = ad.run(ad.parse("log(x) + 1"), {"x": -1.0}).to_dict()
    steps = [write["step"] for write in run["writes"] if "note" in write]
    found = page.evaluate(COVERED, run)
    assert steps
    assert found[steps[0]] == []
    assert found[steps[0] + 1] != []


# ---- typed tangents


def dual(point: Mapping[str, tuple[float, float]]) -> dict[str, ad.DualNumber]:
    return {name: ad.DualNumber(*pair) for name, pair in point.items()}


def test_a_tangent_that_was_typed_makes_no_derivative(page):
    sentences = told(page, "x^2", dual({"x": (3, 4)}), "forward")
    assert "x is given: 3, and moves as fast as was typed: 4." in sentences[1]
    assert sentences[-1].endswith(
        "the tangent of the output is 24: that is how fast f moves when x moves as fast as was typed. "
        "It is the directional derivative, in one walk."
    )
    assert "∂f/∂x = 6" in told(page, "x^2", dual({"x": (3, 1)}), "forward")[-1]  # which is the plain seed


def test_several_are_listed_and_move(page):
    sentences = told(page, "x*y*z", dual({"x": (2, 1), "y": (3, 4), "z": (5, 0)}), "forward")
    assert "how fast it moves when x, y and z move." in sentences[0]
    assert "how fast f moves when the variables move as fast as was typed." in sentences[-1]


# ---- folded groups


@pytest.mark.parametrize(("mode", "second"), [("reverse", "backpropagate"), ("numeric", "nudge")])
def test_each_phase_of_a_walk_has_its_stops(page, mode, second):
    """Also where one card holds the output and the first variable, the last of one phase and the first of the next."""
    point = {f"c[{i}]": 1.0 for i in range(40)} | {"x": 2.0}
    sentences = told(page, "s = 0\nfor i in range(40): s += c[i]*x\ns", point, mode)
    phases = [said.split(", ")[1].split(":")[0] for said in sentences]
    assert list(dict.fromkeys(phases)) == ["start", "evaluate", second, "done"]


def test_variables_that_are_given_inside_are_not_worked_out(page):
    sentences = told(page, "s = 1\nfor i in range(1): s = s*c[i] + s\ns*x", {"c[0]": 3.0, "x": 2.0}, opened=())
    assert any("1 variable is given, used only inside for i in range(1)." in said for said in sentences)
    assert any("works out 2 values inside" in said for said in sentences)


def test_a_group_that_is_worked_out_again_gives_its_new_value(page):
    run = ("s = x\nfor i in range(2): s = s*x\ns + 1", {"x": 2.0}, "numeric")
    (before, after) = [said for said in told(page, *run, opened=()) if "out comes" in said]
    assert "out comes s = 8." in before
    assert "out comes s = 8.0012" in after


def test_every_step_of_a_broken_walk_says_so(page):
    run = broken(ad.parse("s = x\nfor i in range(2): s = s*x + s\ns*x"), {"x": 2.0}, "overwrite").to_dict()
    picture = fold(run, (), False).to_dict()
    assert all(", broken on purpose: " in said for said in page.evaluate(TOLD, [run, picture]))
