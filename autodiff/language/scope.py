"""What a name means where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from autodiff.graph import Node
from autodiff.language.tree import Call, Define


@dataclass(frozen=True)
class Free:
    """A name that nothing was assigned to, ``W``, or a part of one, ``W[1]``: a variable once it is computed with."""

    name: str


Value = Node | Free | tuple["Value", ...]


@dataclass(frozen=True)
class Helper:
    """A function of the text, and how a call of it is put in its place."""

    define: Define
    inline: Callable[[tuple[Value, ...], Call], Value]


@dataclass
class Scope:
    """The names of the text, or of one call of a function in it.

    ``assigned`` holds every name that is given a value anywhere in it, as in Python: a ``pi`` among them
    is no constant. ``labelled`` is the node that each name was last given to.
    """

    assigned: frozenset[str]
    parent: Scope | None = None
    define: Define | None = None
    names: dict[str, Value | Helper] = field(default_factory=dict)
    labelled: dict[str, Node] = field(default_factory=dict)

    def find(self, name: str) -> Value | Helper | None:
        """What the name was given last, here or further out."""
        scope: Scope | None = self
        while scope:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None

    def assigns(self, name: str) -> bool:
        """Whether the name is given a value, here or further out, be it later."""
        return name in self.assigned or bool(self.parent and self.parent.assigns(name))

    def close(self) -> None:
        """Forgets the names, at its end: a function among them knows the scope in its turn."""
        self.names.clear()

    def known(self) -> set[str]:
        """Every name that has a value here."""
        return set(self.names) | (self.parent.known() if self.parent else set())
