"""Predictions: what is asked, what is accepted, which mistakes are recognised; the player's pure functions."""

from __future__ import annotations

import math
from typing import Any

import pytest

import autodiff as ad
from autodiff.run import encode
from viz.examples import EXAMPLES

SMALL = [example for example in EXAMPLES if not example.large]
KINDS = ["value", "local", "flow", "sum", "constant"]

# ---- arithmetic that was typed

WORTH = """async (texts) => {
  const { worth } = await import("/viz/player/expression.js");
  return texts.map((text) => worth(text)).map(({ value, wrong }) => [value === null ? null : String(value), wrong]);
}"""
READ = [
    ("24", 24), (" −1.5 ", -1.5), ("1/3", 1 / 3), ("2*3", 6), ("2 × 3", 6), ("2·3", 6), ("6 ÷ 4", 1.5),
    ("6:4", 1.5), ("cos(9)", math.cos(9)), ("-3^2", -9), ("(-3)^2", 9), ("2^-1", 0.5), ("2**3**2", 512), ("3²", 9),
    ("2³²", 2**32), ("2π", 2 * math.pi), ("pi", math.pi), ("e^2", math.e**2), ("2e3", 2000), ("1.235e4", 12350),
    ("−1.23e−7", -1.23e-7), ("√2", math.sqrt(2)), ("√(9)*2", 6), ("sqrt(2)/2", math.sqrt(2) / 2), ("3(4+1)", 15),
    ("2cos(0)", 2), (".5", 0.5), ("1 - - 1", 2), ("--2", 2), ("+7", 7), ("8/2/2", 2), ("8-2-2", 4), ("1/2*4", 2),
    ("max(1, 2)", 2), ("ln(e)", 1), ("∞", math.inf), ("-inf", -math.inf), ("1/0", math.inf), ("nan", math.nan),
    ("COS(0)", 1), ("5.", 5), ("((((1))))", 1), ("10 - 4/2", 8), ("0.4966*2", 0.9932),
    ("1E5", 1e5), (".5E-1", 0.05), ("sin(9)+cos(9)", math.sin(9) + math.cos(9)),
]  # fmt: skip
UNREAD = [
    ("", "A number is missing at the end."), ("2*", "A number is missing at the end."), ("*2", "before “×”"),
    ("0,5", "A decimal point, please"), ("x", "“x” has no number here"), ("(1", "A “)” is missing."),
    ("1)", "one too many"), ("1 2", "one too many"), ("cos", "A “(” is missing."),
    ("cos(1, 2)", "cos takes one number."), ("max(1)", "max takes 2 numbers."), ("alert(1)", "has no number here"),
    ("constructor", "has no number here"), ("__proto__(1)", "has no number here"), ("a = 1", "“=” is not read"),
    ("1;2", "“;” is not read"), ("`1`", "is not read"), ("9" * 201, "up to 200 characters"),
    ("(" * 60 + "1" + ")" * 60, "nested too deep"), ("-" * 60 + "1", "nested too deep"),
    ("√" * 60 + "1", "nested too deep"), ("2^" * 60 + "1", "nested too deep"),
]  # fmt: skip


def test_arithmetic_is_worth_its_number(page):
    found = page.evaluate(WORTH, [text for text, _ in READ])
    for (text, expected), (value, wrong) in zip(READ, found, strict=True):
        assert wrong == "", (text, wrong)
        assert (math.isnan(expected) and value == "NaN") or math.isclose(float(value), expected, rel_tol=1e-15), text


def test_what_cannot_be_read_gets_a_sentence(page):
    for (text, expected), (value, wrong) in zip(
        UNREAD, page.evaluate(WORTH, [text for text, _ in UNREAD]), strict=True
    ):
        assert value is None, text
        assert expected in wrong, (text, wrong)
        assert wrong.endswith("."), text


# ---- what is near enough

RIGHT = """async (pairs) => {
  const { right } = await import("/viz/player/grading.js");
  return pairs.map(([answer, truth]) => right(Number(answer), Number(truth)));
}"""


@pytest.mark.parametrize(
    ("answer", "truth", "accepted"),
    [
        (24, 24, True), (24.001, 24, True), (24.2, 24, False), (23, 24, False), (324, 324, True), (325, 324, False),
        (0.4966, 0.49659, True), (0.497, 0.49659, True), (0.5, 0.49659, False), (1 / 3, 1 / 3, True),
        (0.333, 1 / 3, True), (0.33, 1 / 3, False), (-0.4966, 0.49659, False), (0, 0, True), (1e-17, 0, True),
        (0.001, 0, False), (0, 1e-9, False), (1.2e-16, 1.2246e-16, False), (1.225e-16, 1.2246e-16, True),
        (math.inf, math.inf, True), (-math.inf, math.inf, False), (1e300, math.inf, False),
        (math.nan, math.nan, True), (0, math.nan, False), (math.nan, 0, False), (1.235e10, 12_345_678_901, True),
        (1.3e10, 12_345_678_901, False), (0, -0.0, True), (2.35e17, math.exp(40), True), (2.4e17, math.exp(40), False),
        (2.47e8, 246_913_578, True), (12_345_679, 12_345_678, False),
    ],
)  # fmt: skip
def test_three_digits_are_near_enough_and_a_whole_number_is_whole(page, answer, truth, accepted):
    assert page.evaluate(RIGHT, [[str(encode(float(answer))), str(encode(float(truth)))]]) == [accepted]


# ---- every box of every example

WALKED = """async ([run, kinds]) => {
  const { Walk } = await import("/viz/player/state.js");
  const { Questions } = await import("/viz/player/questions.js");
  const { mistakes } = await import("/viz/player/mistakes.js");
  const { asked, verdict } = await import("/viz/player/asking.js");
  const { exact } = await import("/viz/player/numbers.js");
  const walk = new Walk(run);
  const questions = new Questions(walk, kinds);
  return walk.stops(false).flatMap((stop) => questions.at(stop).map((question) => {
    const truth = walk.final.get(question.box);
    const covered = questions.covered(stop, question);
    return {
      box: question.box, kind: question.kind, step: stop.step, asked: asked(walk, question), truth: exact(truth),
      covered: [...covered], answered: verdict(walk, question, truth),
      mistakes: mistakes(walk, question).map(({ name, number }) => (
        { name, number: exact(number), found: verdict(walk, question, number) })),
    };
  }));
}"""


def asked(page: Any, text: str, point: dict[str, float], mode: str = "reverse", kinds: list[str] = KINDS) -> Any:
    run = ad.run(ad.parse(text), point, mode=mode).to_dict()
    return run, page.evaluate(WALKED, [run, kinds])


def number(text: str) -> float:
    return float(text.replace("Infinity", "inf"))


def same(one: str, other: str) -> bool:
    return math.isclose(number(one), number(other), rel_tol=1e-12, abs_tol=1e-12)


def carried(write: dict[str, Any], boxes: dict[str, float]) -> bool:
    """Whether a write only carries a number to another place, or gives it: nothing is worked out."""
    what = write["box"].split("/")[0]
    reads = write.get("reads", [])
    if what == "value":
        return not reads
    return what == "part" or (len(reads) == 1 and boxes[reads[0]] == write["value"])


@pytest.mark.parametrize("mode", ["reverse", "forward"])
@pytest.mark.parametrize("example", SMALL, ids=lambda example: example.name)
def test_every_box_is_asked_answered_and_mistaken(page, example, mode):
    point = example.values(ad.parse(example.text).variables)
    run, questions = asked(page, example.text, point, mode)
    boxes = {write["box"]: write["value"] for write in run["writes"]}
    worked_out = [write["box"] for write in run["writes"] if not carried(write, boxes)]
    assert sorted(question["box"] for question in questions) == sorted(worked_out)
    assert len({(question["asked"], question["step"]) for question in questions}) == len(questions)
    for question in questions:
        box = question["box"]
        assert question["answered"]["right"], box
        assert box in question["covered"]
        for wrong in question["mistakes"]:
            assert wrong["number"] != question["truth"], (box, wrong)
            assert not wrong["found"]["right"]
            named = {other["name"] for other in question["mistakes"] if same(other["number"], wrong["number"])}
            assert wrong["found"]["mistake"] in named, (box, wrong)
        texts = [
            question["asked"],
            question["answered"]["text"],
            *(one["found"]["text"] for one in question["mistakes"]),
        ]
        assert not any(word in text for text in texts for word in ("undefined", "NaN", "null")), texts


def test_nothing_shows_before_it_is_asked(page):
    """At a question everything that is made from its number is covered, and all that it is made from is not."""
    run, questions = asked(page, "a = x*y\na*a + sin(a)", {"x": 1.5, "y": 2})
    reads = {write["box"]: write.get("reads", []) for write in run["writes"]}
    for question in questions:
        assert not set(reads[question["box"]]) & set(question["covered"])
        assert {box for box, sources in reads.items() if question["box"] in sources} <= set(question["covered"])


@pytest.mark.parametrize(
    ("box", "answers"),
    [
        # x·x·y + (y + 2) at (3, 4): v₁ = 9, v₂ = 36, v₃ = 6, f = 42; ∂f/∂v₁ = 4
        ("value/n2", {6: "add instead of mul", -9: "sign"}),
        ("value/n6", {216: "mul instead of add", -42: "sign"}),
        ("local/e2", {36: "value of the output", 9: "other operand", -4: "sign"}),
        ("flow/e0", {3: "forgot what came in", 4: "forgot the rule", 7: "sum instead of product"}),
        ("flow/e3", {1: "forgot the rule", 10: "sum instead of product", 36: "value instead of derivative"}),
        ("gradient/n0", {12: "forgot the other paths", 144: "product instead of sum", 0: "difference", 3: "value"}),
        ("gradient/n1", {1: "forgot the other paths", 9: "forgot the other paths", 4: "value", -10: "sign"}),
    ],
)  # fmt: skip
def test_the_notebook_s_mistakes_by_hand(page, box, answers):
    _, questions = asked(page, "x*x*y + (y + 2)", {"x": 3, "y": 4})
    (question,) = [question for question in questions if question["box"] == box]
    found = {number(one["number"]): one["found"]["mistake"] for one in question["mistakes"]}
    assert {answer: found.get(answer) for answer in answers} == answers


def test_a_rule_at_the_output(page):
    """sin(x²) at 3: the rule of sin is cos(9); at the output it would be cos(sin 9)."""
    _, questions = asked(page, "sin(x^2)", {"x": 3})
    by_box = {question["box"]: question for question in questions}
    (slip,) = [one for one in by_box["local/e2"]["mistakes"] if one["name"] == "derivative at the output"]
    assert math.isclose(number(slip["number"]), math.cos(math.sin(9)), rel_tol=1e-12)
    assert "taken at that of v₁" in slip["found"]["text"]
    (power,) = [one for one in by_box["local/e0"]["mistakes"] if one["name"] == "derivative at the output"]
    assert number(power["number"]) == 2 * 9
    (degrees,) = [one for one in by_box["value/n3"]["mistakes"] if one["name"] == "degrees"]
    assert math.isclose(number(degrees["number"]), math.sin(math.radians(9)), rel_tol=1e-12)


FORMULAS = """async (run) => {
  const { Walk } = await import("/viz/player/state.js");
  const { worth } = await import("/viz/player/expression.js");
  const walk = new Walk(run);
  const names = new Map(run.nodes.map((node) => [node.symbol, walk.final.get(`value/${node.id}`)]));
  return run.edges.filter((edge) => edge.formula)
    .map(({ id, formula }) => [formula, worth(formula, names).value, walk.final.get(`local/${id}`)]);
}"""
UNREADABLE = ("where(", "step(", "erfc(", " > ", "|")


@pytest.mark.parametrize("example", SMALL, ids=lambda example: example.name)
def test_a_rule_s_formula_is_worth_its_number(page, example):
    point = {name: abs(x) + 0.25 for name, x in example.values(ad.parse(example.text).variables).items()}
    for formula, value, local in page.evaluate(FORMULAS, ad.run(ad.parse(example.text), point).to_dict()):
        if value is None:
            assert any(sign in formula for sign in UNREADABLE), formula
        else:
            assert repr(value) == repr(local) or math.isclose(value, local, rel_tol=1e-12), formula


def test_only_what_is_wanted_is_asked(page):
    _, questions = asked(page, "x*x*y + (y + 2)", {"x": 3, "y": 4}, kinds=["sum"])
    assert [question["box"] for question in questions] == ["gradient/n6", "gradient/n1", "gradient/n0"]
    _, questions = asked(page, "x*x*y + (y + 2)", {"x": 3, "y": 4}, kinds=["value", "local", "flow", "sum"])
    assert "constant" not in {question["kind"] for question in questions}
    assert asked(page, "x*y", {"x": 3, "y": 4}, "symbolic", ["value"])[1][0]["box"] == "value/n2"


def test_a_local_derivative_is_asked_where_it_is_used(page):
    run, questions = asked(page, "sin(x)*y", {"x": 3, "y": 4})
    for question in questions:
        if question["kind"] == "local":
            assert run["steps"][question["step"]]["kind"] == "send"


KINDS_IN = """async (texts) => {
  const { kindsIn } = await import("/viz/player/questions.js");
  return texts.map(kindsIn);
}"""


def test_the_link_lists_kinds(page):
    texts = ["flow,value", "sum", "", "values", "constructor", "value,,sum", "value,local,flow,sum"]
    assert page.evaluate(KINDS_IN, texts) == [
        ["value", "flow"], ["sum"], None, None, None, None, ["value", "local", "flow", "sum"],
    ]  # fmt: skip
