"""The link: what is written comes back, and what anybody wrote is taken for what it is, part by part."""

from __future__ import annotations

import base64
import math
import random
import time
import zlib
from urllib.parse import parse_qs, parse_qsl, quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from viz.link import LONGEST_FILE, LONGEST_TEXT, State, read, read_file, write, write_file

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
NAMES = st.from_regex(r"[^\W\d_][\w]{0,8}(\[\d{1,3}\])?", fullmatch=True)
TEXTS = st.text(max_size=300).map(lambda text: text.replace("\r\n", "\n"))


def opened(query: str) -> tuple[State, list[str]]:
    """A query as every server and browser takes it apart."""
    return read(dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True)))


def bits(x: float) -> str:
    return x.hex()


# ---- there and back


SEEDS = st.none() | st.integers(0, 999_999)


@given(TEXTS, st.dictionaries(NAMES, FLOATS, max_size=5), st.booleans(), SEEDS)
@example("x^2 & y=3 # not a fragment + 1%", {"x": 1e16, "y": -0.0}, True, 0)
@example("a\nb\tc  d", {"x": 5e-324, "W[1][2]": -1.7976931348623157e308, "π": 2.0**53}, False, None)
def test_what_is_written_is_read(text, point, merge, seed):
    written = State(text, point, "reverse", merge, seed)
    for state, notices in (opened(write(written)), read_file(write_file(written))):
        assert (state.text, state.mode, state.merge, state.drawn) == (text, "reverse", merge, seed)
        assert {name: bits(x) for name, x in state.point.items()} == {name: bits(x) for name, x in point.items()}
        assert notices == []


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_come_back_as_the_language_has_them(ending):
    state, _ = opened(write(State(f"a = x{ending}a*y")))
    assert state.text == "a = x\na*y"


@pytest.mark.parametrize(
    ("x", "written"),
    [
        (3.0, "3"),
        (-2.0, "-2"),
        (0.5, "0.5"),
        (0.0, "0"),
        (-0.0, "-0.0"),
        (1e-7, "1e-07"),
        (1e16, "1e16"),
        (1e300, "1e300"),
    ],
)
def test_numbers_in_a_link_are_short_and_need_no_escapes(x, written):
    assert write(State("x", {"x": x})) == f"f=x&at=x:{written}&mode=reverse"


def test_a_link_can_be_read_by_people():
    assert write(State("x*x*y + (y + 2)", {"x": 3.0, "y": 4.0})) == "f=x*x*y+%2B+(y+%2B+2)&at=x:3,y:4&mode=reverse"
    assert write(State("x", {"y": 4.0}, drawn=7)) == "f=x&at=y:4&rnd=7&mode=reverse"


# ---- long texts


def program(lines: int, seed: int = 0) -> str:
    chance = random.Random(seed)
    return "\n".join(f"h{i} = tanh({chance.random():.3f}*x{i % 7} + b{i})" for i in range(lines))


def test_a_long_text_travels_packed():
    text = program(150)
    query = write(State(text, {"x0": 0.25}))
    assert query.startswith("z=")
    assert len(query) < len(quote(text)) / 2
    assert opened(query) == (State(text, {"x0": 0.25}), [])


@given(st.text(min_size=700, max_size=2000).map(lambda text: text.replace("\r\n", "\n")))
def test_packed_or_not_a_text_comes_back(text):
    if query := write(State(text)):
        assert opened(query)[0].text == text


@given(st.integers(0, LONGEST_TEXT), st.integers(0, 1000))
def test_a_link_is_no_longer_than_chats_and_proxies_bear(size, seed):
    chance = random.Random(seed)
    text = "".join(map(chr, (chance.randint(32, 0x2FF) for _ in range(size))))
    query = write(State(text, {"x": 1.0}))
    assert len(query) <= 6_000
    assert query.isascii()
    if not query:
        assert size > 2_000, "only a long text is left to a file"


def test_a_point_of_very_many_variables_makes_no_link():
    assert write(State("x", {f"x{i}": 1 / 3 for i in range(500)})) == ""


# ---- what is too long for a link


@pytest.mark.parametrize("letter", ["x", "é", "变", "𝑥"])
def test_a_file_holds_whatever_the_language_allows(letter):
    point = {f"{letter * 8}[{i}]": -math.pi * 1e-300 for i in range(512)}
    state = State(letter * LONGEST_TEXT, point, "reverse", True)
    assert write(state) == ""
    assert read_file(write_file(state)) == (state, [])


@pytest.mark.parametrize(
    "content", ["", "\n", "x^2", "\ufffdPNG\r\n\x1a\n", "z=AAAA", "\ud800", "f=x\n" + " " * LONGEST_FILE]
)
def test_a_file_that_is_not_ours_gets_one_sentence(content):
    assert read_file(content) == (State(), ["This is not a file that Gradwalk saved."])


def test_a_file_is_read_with_the_eyes_of_a_link():
    state, notices = read_file("f=x+%2B+y\r\nat=x:3,y:oops\r\nmode=sideways\nwhatever\n")
    assert (state.text, state.point) == ("x + y", {"x": 3.0})
    assert len(notices) == 2
    assert read_file("f=" + "x" * (LONGEST_TEXT + 1))[0].text is None


@given(st.text(max_size=300))
def test_nothing_in_a_file_raises(content):
    read_file(content)
    read_file("f=x\nat=" + content)


# ---- what anybody wrote


def deflated(data: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(packer.compress(data) + packer.flush()).decode().rstrip("=")


CHOICES = [
    (State("x", mode="numeric", eps=9), "f=x&mode=numeric&eps=1e-9"),
    (State("x*y, x", mode="forward", output=1, seed="y"), "f=x*y,+x&mode=forward&out=1&seed=y"),
    (State("x*w[1]", derived=("x", "w[1]")), "f=x*w%5B1%5D&mode=reverse&d=x,w%5B1%5D"),
    (State("x*y", mode="forward", tangents={"x": 4.0, "y": -0.5}), "f=x*y&mode=forward&dual=x:4,y:-0.5"),
    (State("x", second=True), "f=x&mode=reverse&second=1"),
    (State("x", path="x"), "f=x&mode=reverse&path=x"),
    (State("x", bug="one-edge"), "f=x&mode=reverse&bug=one-edge"),
    (State("x", bug="order", picked=("n6", "n3")), "f=x&mode=reverse&bug=order&picked=n6,n3"),
    (State("x", panel="compare"), "f=x&mode=reverse&panel=compare"),
]


@pytest.mark.parametrize(("state", "query"), CHOICES, ids=[query for _, query in CHOICES])
def test_choices_travel(state, query):
    assert write(state) == query
    assert opened(query) == (state, [])


GOOD = {"f": "x^2", "at": "x:3", "rnd": "7", "mode": "reverse", "merge": "1", "step": "last"}


def test_a_good_link_says_nothing():
    assert read(GOOD) == (State("x^2", {"x": 3.0}, "reverse", True, 7), [])
    assert read({}) == (State(), [])


@pytest.mark.parametrize(
    ("part", "wrong", "sentence"),
    [
        ("at", "x", "The link gives no number for 'x'."),
        ("at", "x:three", "The link gives no number for 'x'."),
        ("at", "x:nan", "The link gives no number for 'x'."),
        ("at", "x:inf", "The link gives no number for 'x'."),
        ("at", "x:1e999", "The link gives no number for 'x'."),
        ("at", ":4", "The link gives no number for ':4'."),
        ("at", " :4", "The link gives no number for ':4'."),
        ("at", "a:?,b:,c:d,d:e,e:-", "The link gives no number for 'a', 'b', 'c' and 2 more."),
        ("at", "é" * 10_000, "The link gives no number for '" + "é" * 30 + "'."),
        ("mode", "forwards", "There is no mode 'forwards'; this is reverse mode."),
        ("mode", "<b>" * 1000, "There is no mode '" + "<b>" * 10 + "'; this is reverse mode."),
        ("out", "-1", "In a link, out is the place of an output, from 0, not '-1'."),
        ("seed", "", "In a link, seed is the name of a variable."),
        ("d", "x,,y", "In a link, d lists up to 4 variables, as in d=x,y."),
        ("d", "x,x,x,x,x", "In a link, d lists up to 4 variables, as in d=x,y."),
        ("eps", "0.1", "In a link, eps is one of 1e-1, 1e-2 and so on to 1e-16, not '0.1'."),
        ("bug", "typo", "In a link, bug is one of overwrite, uncleared, one-edge, order, not 'typo'."),
        ("picked", "n1,x", "In a link, picked lists nodes, as in picked=n6,n3."),
        ("picked", "n1;n2" * 2000, "In a link, picked lists nodes, as in picked=n6,n3."),
        ("panel", "<b>", "In a link, panel is the name of a panel."),
        ("merge", "yes", "In a link, merge is 0 or 1."),
        ("merge", "", "In a link, merge is 0 or 1."),
        ("rnd", "", "In a link, rnd is a whole number up to 999999, not ''."),
        ("rnd", "-1", "In a link, rnd is a whole number up to 999999, not '-1'."),
        ("rnd", "1000000", "In a link, rnd is a whole number up to 999999, not '1000000'."),
        ("rnd", "٣", "In a link, rnd is a whole number up to 999999, not '٣'."),
        ("rnd", "7" * 90, "In a link, rnd is a whole number up to 999999, not '" + "7" * 30 + "'."),
        ("step", "two", "In a link, step is a number or “last”, not 'two'."),
        ("step", "-1", "In a link, step is a number or “last”, not '-1'."),
        ("step", "9.", "In a link, step is a number or “last”, not '9.'."),
        ("step", "٣", "In a link, step is a number or “last”, not '٣'."),
        ("step", "9" * 50, "In a link, step is a number or “last”, not '" + "9" * 30 + "'."),
        ("f", "x" * 10_001, "The function in the link is longer than 10,000 characters and was left out."),
    ],
)
def test_a_wrong_part_is_left_out_with_one_sentence_and_the_rest_counts(part, wrong, sentence):
    state, notices = read({**GOOD, part: wrong})
    assert notices == [sentence]
    good, default = read(GOOD)[0], State()
    for name in ("f", "at", "rnd", "mode", "merge"):
        field = {"f": "text", "at": "point", "rnd": "drawn"}.get(name, name)
        assert getattr(state, field) == getattr(default if name == part else good, field)


def test_the_good_entries_of_a_point_count_beside_wrong_ones():
    state, notices = read({"at": "x:3,y:oops, z : −4 ,,w[0][1]:1e-3"})
    assert state.point == {"x": 3.0, "z": -4.0, "w[0][1]": 1e-3}
    assert notices == ["The link gives no number for 'y'."]


def test_what_is_no_name_is_no_variable():
    state, notices = read({"at": "x:3;y:4,z:1"})
    assert state.point == {"z": 1.0}
    assert notices == ["The link gives no number for 'x:3;y'."]


def test_spaces_around_names_are_passed_over():
    state, notices = read({"d": "x, y", "seed": " x", "path": "y ", "dual": "x : 4, y : 1"})
    assert (state.derived, state.seed, state.path, state.tangents) == (("x", "y"), "x", "y", {"x": 4.0, "y": 1.0})
    assert notices == []
    assert read({"seed": " "})[1] == ["In a link, seed is the name of a variable."]


@pytest.mark.parametrize(
    "packed", ["%%%", "", "é", "AAAA", "x" * 20_000, deflated(b"\xff\xfe"), deflated(b"x^2" * 99)[:-6]]
)
def test_a_packed_text_that_is_broken_or_cut_is_not_half_a_function(packed):
    state, notices = read({"z": packed, "at": "x:3"})
    assert state.text is None
    assert state.point == {"x": 3.0}
    assert notices == ["The packed function in the link could not be read."]


def test_a_bomb_is_cut_before_it_opens():
    bomb = deflated(b"x" * 3_000_000)
    assert len(bomb) < 6_000
    begin = time.process_time()
    for _ in range(100):
        state, notices = read({"z": bomb})
    assert time.process_time() - begin < 2, "20 ms each at most; the whole of it would be 300 MB"
    assert state.text is None
    assert len(notices) == 1


def test_a_packed_text_past_the_limit_of_the_language_is_left_out():
    assert read({"z": deflated(b"x" * LONGEST_TEXT)})[0].text == "x" * LONGEST_TEXT
    state, notices = read({"z": deflated(b"x" * (LONGEST_TEXT + 1))})
    assert state.text is None
    assert notices == ["The function in the link is longer than 10,000 characters and was left out."]


def test_a_packed_text_of_the_widest_characters_is_whole():
    text = "𝑥" * LONGEST_TEXT
    assert read({"z": deflated(text.encode())})[0].text == text


def test_plain_text_goes_before_packed():
    assert read({"f": "x", "z": deflated(b"y")})[0].text == "x"


@given(st.dictionaries(st.sampled_from(["f", "z", "at", "rnd", "mode", "merge", "step", "out"]), st.text(max_size=50)))
def test_nothing_in_a_link_raises(query):
    state, notices = read(query)
    assert len(notices) <= 7
    assert state.drawn is None or 0 <= state.drawn <= 999_999
    assert all(math.isfinite(x) and name for name, x in state.point.items())
    assert all("\n" not in notice and len(notice) < 200 for notice in notices)


@given(st.binary(max_size=200))
def test_nothing_packed_raises(data):
    read({"z": base64.urlsafe_b64encode(data).decode()})


def test_queries_are_understood_by_all_the_same():
    query = write(State("x + y & z = 2;3", {"x": 1e20}))
    assert parse_qs(query) == {"f": ["x + y & z = 2;3"], "at": ["x:1e20"], "mode": ["reverse"]}


@pytest.mark.parametrize(("text", "groups"), [("none", frozenset()), ("g0", {"g0"}), ("g0,g12", {"g0", "g12"})])
def test_open_groups_travel(text: str, groups: frozenset[str]) -> None:
    state, notices = read({"f": "x", "open": text})
    assert state.opened == groups
    assert notices == []
    assert f"open={text}" in write(state)


@pytest.mark.parametrize("text", ["", "all", "g", "g0;g1", "g0,<b>", "g123456", "G0"])
def test_open_groups_that_are_none(text: str) -> None:
    state, notices = read({"f": "x", "open": text})
    assert state.opened is None
    assert len(notices) == 1
    assert "open=" not in write(state)
