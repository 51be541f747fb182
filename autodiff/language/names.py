"""Names to values, and what is said about a name that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autodiff.errors import ParseError
from autodiff.graph import Node
from autodiff.language import hints, libraries
from autodiff.language.scope import Free, Helper, Scope, Value
from autodiff.language.tree import Define, Name
from autodiff.notice import Edit, Span

if TYPE_CHECKING:
    from autodiff.language.lowering import Lowering


def value(lowering: Lowering, tree: Name, scope: Scope) -> Value:
    """What a name stands for: what was assigned, a constant, or, outside of functions, itself."""
    found = scope.find(tree.name)
    if isinstance(found, Helper):
        message = f"{tree.name} is a function and needs its arguments in round brackets."
        raise lowering.source.error(message, tree.span, f"{tree.name}({parameters(found.define)})")
    if found is not None:
        return found
    constant = libraries.constant(tree.name, lowering.bound)
    if constant and not scope.assigns(tree.name):
        return lowering.recorder.constant(libraries.CONSTANTS[constant], constant, tree.span)
    if "." in tree.name:
        raise unknown_in_library(lowering, tree.span, tree.name)
    if tree.name in libraries.LISTS and not scope.assigns(tree.name):
        message = f"{tree.name} is a function and needs its argument in round brackets."
        raise lowering.source.error(message, tree.span)
    if scope.define:
        raise free_in_function(lowering, tree, scope, scope.define)
    lowering.recorder.places.setdefault(tree.name, set()).add(tree.span)
    return Free(tree.name)


def variable(lowering: Lowering, free: Free, span: Span) -> Node:
    """A free name that is computed with: a variable, whose name no list can have."""
    if free.name in lowering.recorder.lists:
        raise lowering.source.error(f"{free.name} has an index elsewhere: it is a list and not a number.", span)
    return lowering.recorder.variable(free.name, span)


def part(lowering: Lowering, free: Free, index: int, span: Span) -> Free:
    """A free name with an index: another free name."""
    if free.name in lowering.recorder.variables:
        raise lowering.source.error(f"{free.name} is one number elsewhere and has no parts.", span)
    lowering.recorder.lists.add(free.name)
    name = f"{free.name}[{index}]"
    lowering.recorder.places.setdefault(name, set()).add(span)
    return Free(name)


def parameters(define: Define) -> str:
    """A function's parameters, as they are typed."""
    return ", ".join(parameter.name for parameter in define.parameters)


def free_in_function(lowering: Lowering, tree: Name, scope: Scope, define: Define) -> ParseError:
    """A name inside a function that is neither a parameter nor given a value."""
    source = lowering.source
    if tree.name in scope.assigned:
        return source.error(f"{tree.name} is used before it is given a value.", tree.span)
    message = f"{tree.name} is no parameter of {define.name} and is given no value."
    known = scope.known()
    meant = hints.product(tree.name, known) or hints.near(tree.name, known)
    if meant:
        return source.error(message, tree.span, edit=Edit(tree.span, meant))
    names = ", ".join([*(parameter.name for parameter in define.parameters), tree.name])
    added = f", {tree.name}" if define.parameters else tree.name
    return source.error(message, tree.span, f"{define.name}({names})", Edit((define.insert, define.insert), added))


def unknown_in_library(lowering: Lowering, span: Span, dotted: str) -> ParseError:
    """A name with a dot that is no function and no constant."""
    library, _, name = dotted.rpartition(".")
    if dotted.partition(".")[0] not in lowering.bound:
        return lowering.source.error("Nothing can be asked of a value with a dot here.", span)
    known = [*libraries.functions(), *libraries.CONSTANTS] if libraries.split(dotted, lowering.bound) else []
    meant = hints.near(name, known)
    edit = Edit(span, f"{library}.{meant}") if meant else None
    return lowering.source.error(f"{library} has nothing called {name} here.", span, edit=edit)
