"""What in a text is right but may not be meant: a few notices at most, the rest once those are gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import islice, pairwise

from autodiff.language import hints, libraries, limits
from autodiff.language.recorder import Recorder
from autodiff.language.source import Source
from autodiff.language.tree import Expression, Several
from autodiff.notice import Edit, Notice

COMMA = "The comma makes two outputs here; a number is typed with a point."


def found(
    source: Source, recorder: Recorder, result: Expression | None, free: Sequence[str], known: Set[str]
) -> list[Notice]:
    """The first notices about a text: its result was typed as this tree, and these names are free or have a value."""
    return [*islice(_all(source, recorder, result, free, known), limits.NOTICES)]


def _all(
    source: Source, recorder: Recorder, result: Expression | None, free: Sequence[str], known: Set[str]
) -> Iterator[Notice]:
    if isinstance(result, Several):
        yield from decimal_commas(source, result)
    yield from recorder.others.values()
    yield from run_together(source, recorder, free, known)


def decimal_commas(source: Source, result: Several) -> Iterator[Notice]:
    """A notice where several results look like one with decimal commas, ``0,5*x``."""
    if source[result.span][0] in "([" and result.span[0] < result.items[0].span[0]:
        return  # brackets do not stand around the digits of a number
    points = [hints.decimal_comma(source, left.span, right.span) for left, right in pairwise(result.items)]
    edits = [point for point in points if point]
    if edits:
        yield source.notice(COMMA, edits[0].span, edits[0].text, *edits)


def run_together(source: Source, recorder: Recorder, free: Sequence[str], known: Set[str]) -> Iterator[Notice]:
    """A notice for each variable like ``xy`` where x and y are names too, or like ``sinx``."""
    names = {*free, *known, *libraries.CONSTANTS}
    for name in free:
        meant = hints.product(name, names - {name}) or hints.application(name, names)
        if meant:
            places = sorted(recorder.places[name])
            yield source.notice(
                f"{name} is one name here.", places[0], meant, *(Edit(place, meant) for place in places)
            )
