"""Texts that are parsed once for everybody, and what is said about those that are wrong."""

from __future__ import annotations

from types import SimpleNamespace

import autodiff as ad
from viz.problems import parsed, problem, verdict, weight


def test_a_text_is_parsed_once_and_its_graph_shared():
    assert parsed("x*y + 1", False) is parsed("x*y + 1", False)
    assert len(parsed("x*y + x*y", True)) < len(parsed("x*y + x*y", False))


def test_an_error_is_kept_without_the_frames_that_it_came_through():
    error = parsed("x +", False)
    assert isinstance(error, ad.ParseError)
    assert error.__traceback__ is None
    assert parsed("x +", False) is error


def test_a_problem_shows_the_line_that_it_is_in():
    found = problem("a = 1\nb = sine(a)", ad.ParseError("There is no sine.", 2, 5, "sin", 4, "a = 1\nb = sin(a)"))
    assert found == {
        "message": "There is no sine.",
        "line": 2,
        "column": 5,
        "length": 4,
        "hint": "sin",
        "source": "b = sine(a)",
        "fixed": "a = 1\nb = sin(a)",
    }


def test_a_problem_past_the_last_line_shows_an_empty_one():
    assert problem("x +", SimpleNamespace(message="It ends here.", line=2, column=1, hint=None))["source"] == ""


def test_a_verdict_is_a_problem_or_notices_and_never_both():
    assert verdict("x") == {"problem": None, "notices": []}
    assert verdict("x +")["notices"] == []
    assert verdict("x +")["problem"]["message"]
    assert [notice["source"] for notice in verdict("1,5*x")["notices"]] == ["1,5*x"]


def test_what_a_notice_mends_is_counted_in_what_is_kept():
    text = "0,5 ," * 30
    graph = parsed(text, False)
    assert weight(graph) >= len(graph.nodes) + sum(len(notice.edits) for notice in graph.notices) > len(graph.nodes)


def test_texts_with_suggestions_in_them_are_made_when_they_are_shown():
    assert not any("fixed" in vars(notice) for notice in parsed("0,5*x", False).notices)
    assert [notice["fixed"] for notice in verdict("0,5*x")["notices"]] == ["0.5*x"]
