"""Calls to nodes: the primitives of the table, the functions made of several of them, the text's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from autodiff import ops
from autodiff.errors import ParseError
from autodiff.graph import Node
from autodiff.language import diagnosis, hints, libraries, limits, names
from autodiff.language.scope import Free, Helper, Scope, Value
from autodiff.language.source import Source
from autodiff.language.tree import Call
from autodiff.notice import Edit, Notice, Span
from autodiff.primitive import Primitive

if TYPE_CHECKING:
    from autodiff.language.lowering import Lowering


def value(lowering: Lowering, tree: Call, scope: Scope) -> Value:
    """What a call gives."""
    found = scope.find(tree.name)
    if isinstance(found, Helper):
        return found.inline(tuple([lowering.value(arg, scope) for arg in tree.args]), tree)
    function = libraries.function(tree.name, lowering.bound) if found is None else None
    if function is None:
        raise unknown(lowering, tree, scope)
    note_library(lowering, tree)
    if function == "where":
        check_count(lowering, tree, 3)
        condition, then, otherwise = tree.args
        return lowering.choice(condition, then, otherwise, tree.span, scope)
    if function == "range":
        counted = numbers(lowering, tree, scope)
        lowering.recorder.step(tree.span, len(counted))
        return tuple([lowering.recorder.constant(i, str(i), tree.span) for i in counted])
    if function == "pow" and len(tree.args) == 2:
        base = lowering.number(tree.args[0], scope)
        return lowering.recorder.apply(ops.pow, (base, lowering.folded(tree.args[1], scope)), tree.span)
    args = [lowering.value(arg, scope) for arg in tree.args]
    if function in SPECIAL:
        return SPECIAL[function](lowering, tree, args)
    primitive = ops.TABLE[function]
    check_count(lowering, tree, primitive.arity)
    return lowering.recorder.apply(primitive, tuple(nodes(lowering, tree, args)), tree.span)


def nodes(lowering: Lowering, tree: Call, args: list[Value]) -> list[Node]:
    """The arguments of a call, each of which has to be one number."""
    return [lowering.as_node(arg, part.span) for arg, part in zip(args, tree.args, strict=True)]


# ---- functions made of several primitives, and those of lists


def log(lowering: Lowering, tree: Call, args: list[Value]) -> Value:
    """``log(x)``, and ``log(x, base)`` as a quotient of two."""
    check_count(lowering, tree, 1, 2)
    logs = [lowering.recorder.apply(ops.log, (node,), tree.span) for node in nodes(lowering, tree, args)]
    return logs[0] if len(logs) == 1 else lowering.recorder.apply(ops.div, tuple(logs), tree.span)


def extreme(primitive: Primitive) -> Callable[[Lowering, Call, list[Value]], Value]:
    """``max`` or ``min`` of any number of arguments, or of one list."""

    def value(lowering: Lowering, tree: Call, args: list[Value]) -> Value:
        if len(args) == 1 and isinstance(args[0], tuple):
            items = elements(lowering, args[0], tree.args[0].span)
        else:
            check_count(lowering, tree, 2, None)
            items = nodes(lowering, tree, args)
        if not items:
            raise lowering.source.error(f"An empty list has no {primitive.name}.", tree.span)
        return fold(lowering, primitive, items, tree.span)

    return value


def total(lowering: Lowering, tree: Call, args: list[Value]) -> Value:
    """``sum`` of a list; of an empty one, 0."""
    check_count(lowering, tree, 1)
    items = elements(lowering, args[0], tree.args[0].span)
    return fold(lowering, ops.add, items, tree.span) if items else lowering.recorder.constant(0.0, "0", tree.span)


def length(lowering: Lowering, tree: Call, args: list[Value]) -> Value:
    """``len`` of a list: a number that is known."""
    check_count(lowering, tree, 1)
    count = len(several(lowering, args[0], tree.args[0].span))
    return lowering.recorder.constant(count, str(count), tree.span)


def together(lowering: Lowering, tree: Call, args: list[Value]) -> Value:
    """``zip`` of lists: as many tuples as the shortest of them has parts."""
    check_count(lowering, tree, 1, None)
    lists = [several(lowering, arg, part.span) for arg, part in zip(args, tree.args, strict=True)]
    return tuple(zip(*lists, strict=False))


def numbered(lowering: Lowering, tree: Call, args: list[Value]) -> Value:
    """``enumerate`` of a list: each part with its number, from 0."""
    check_count(lowering, tree, 1)
    items = several(lowering, args[0], tree.args[0].span)
    return tuple([(lowering.recorder.constant(i, str(i), tree.span), item) for i, item in enumerate(items)])


SPECIAL: dict[str, Callable[[Lowering, Call, list[Value]], Value]] = {
    "log": log,
    "max": extreme(ops.max),
    "min": extreme(ops.min),
    "sum": total,
    "len": length,
    "zip": together,
    "enumerate": numbered,
}


def fold(lowering: Lowering, primitive: Primitive, items: list[Node], span: Span) -> Node:
    """One primitive over a list, from the left: ``max(max(a, b), c)``."""
    result = items[0]
    for item in items[1:]:
        result = lowering.recorder.apply(primitive, (result, item), span)
    return result


def several(lowering: Lowering, value: Value, span: Span) -> tuple[Value, ...]:
    """A value that has to be a list or a tuple."""
    if isinstance(value, tuple):
        lowering.recorder.step(span, len(value))
        return value
    if isinstance(value, Free):
        raise lowering.source.error(f"The length of {value.name} is not known here.", span)
    raise lowering.source.error("A list is needed here, and this is one number.", span)


def elements(lowering: Lowering, value: Value, span: Span) -> list[Node]:
    """The parts of a list of numbers."""
    return [lowering.as_node(item, span) for item in several(lowering, value, span)]


def numbers(lowering: Lowering, tree: Call, scope: Scope) -> range:
    """The whole numbers of ``range(n)``, ``range(a, b)`` or ``range(a, b, step)``."""
    check_count(lowering, tree, 1, 3)
    bounds = [lowering.whole(arg, scope, "The bound of a range") for arg in tree.args]
    if len(bounds) == 3 and bounds[2] == 0:
        raise lowering.source.error("The step of a range cannot be 0.", tree.args[2].span)
    found = range(*bounds)
    if len(found) > limits.TURNS:
        raise lowering.source.error(limits.TOO_MANY_TURNS, tree.span)
    return found


# ---- errors


def check_count(lowering: Lowering, tree: Call, least: int, most: int | None = 0) -> None:
    """Refuses a call with too few or too many arguments; ``most`` is ``least`` unless given, None for any number."""
    given = len(tree.args)
    most = least if most == 0 else most
    if least <= given and (most is None or given <= most):
        return
    name = lowering.source[tree.at]
    points = [
        hints.decimal_comma(lowering.source, left.span, right.span)
        for left, right in zip(tree.args, tree.args[1:], strict=False)
    ]
    point = next((edit for edit in points if edit and most is not None and given > most), None)
    wanted = f"at least {least}" if most is None else f"{least}" if least == most else f"{least} to {most}"
    plural = "" if wanted == "1" else "s"
    message = f"{name} takes {wanted} argument{plural}, and {given or 'none'} {'is' if given < 2 else 'are'} given."
    raise lowering.source.error(message, tree.span, edit=point)


def note_library(lowering: Lowering, tree: Call) -> None:
    """Notes where a library means something else by a function, or by its second argument."""
    another = libraries.another(tree.name, lowering.bound)
    notes = lowering.recorder.others
    if another and another not in notes:
        notes[another] = lowering.source.notice(libraries.ANOTHER[another], tree.at)
    if len(tree.args) > 1 and libraries.takes_one(tree.name, lowering.bound) and tree.name not in notes:
        notes[tree.name] = second_argument(lowering.source, tree)


def second_argument(source: Source, tree: Call) -> Notice:
    """How it is read here, and how the larger of two, or a logarithm to a base, is typed in every library."""
    name = source[tree.at]
    prefix, dot, bare = name.rpartition(".")
    if bare in libraries.ELEMENTWISE:
        meant = "another number to compare"
        edit = Edit(tree.at, f"{prefix}{dot}{libraries.ELEMENTWISE[bare]}")
    else:
        meant = "the base"
        number, base = (source[arg.span] for arg in tree.args[:2])
        edit = Edit(tree.span, f"({name}({number})/{name}({base}))")
    message = f"The second argument of {name} means something else in its library; here it is {meant}."
    return source.notice(message, tree.at, edit.text, edit)


def unknown(lowering: Lowering, tree: Call, scope: Scope) -> ParseError:
    """A call of something that is no function."""
    source, name = lowering.source, tree.name
    is_constant = libraries.constant(name, lowering.bound) is not None
    if "." in name and not is_constant:
        return names.unknown_in_library(lowering, tree.at, name)
    arguments = source[tree.at[1], tree.span[1]].strip()
    if name == "print":
        return source.error(diagnosis.PRINTED, tree.at, edit=Edit(tree.span, arguments[1:-1].strip()))
    if name in hints.RECIPROCALS:
        edit = Edit(tree.span, hints.reciprocal(name, arguments))
        return source.error(f"There is no function called {name}.", tree.at, edit=edit)
    helpers = {known for known in scope.known() if isinstance(scope.find(known), Helper)}
    is_value = len(name) == 1 or scope.find(name) is not None or is_constant
    meant = None if is_value else hints.near(name, libraries.functions() | libraries.LISTS | helpers)
    if meant:
        return source.error(f"There is no function called {name}.", tree.at, edit=Edit(tree.at, meant))
    if len(tree.args) == 1 and (is_value or name in lowering.recorder.places):
        message = f"There is no function called {name}; a product is typed with *."
        return source.error(message, tree.at, edit=Edit(tree.span, f"{source[tree.at]}*{arguments}"))
    return source.error(f"There is no function called {name}.", tree.at)
