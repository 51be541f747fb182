"""A node as a card: a table of fixed size with room for everything that will be written on it or beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from viz.drawing.markup import cell, row, table, written
from viz.drawing.text import shortened, width

Direction = Literal["right", "down"]

TEXT, NUMBER = 14, 15  # font sizes of the page, in points; one point is one pixel at scale 1
STAND_IN = 12  # and of Graphviz by itself, whose font may be a fifth wider: the boxes hold that, too
UNKNOWN = "?"  # what stands where a number will be
IDLE = "#767B85"
CONSTANT_HEIGHT = 34


@dataclass(frozen=True)
class Density:
    """The sizes of one kind of card, in points."""

    name: str
    card: int  # least width of a card
    height: int
    rule: int  # least width of the room for a rule
    tag: int  # width of the room for what flows
    argument: int  # least height of an argument's row
    spelled: int  # height of a rule that is spelled out, above a card
    bar: int  # the thick left edge of a variable, with the air around it
    gap: float  # least distance of two cards of a rank, in inches
    ledger: bool  # whether a shared node lists its parts under the card


FULL = Density("full", card=120, height=88, rule=72, tag=70, argument=44, spelled=62, bar=14, gap=0.16, ledger=True)
COMPACT = Density(
    "compact", card=70, height=51, rule=67, tag=64, argument=24, spelled=26, bar=9, gap=0.08, ledger=False
)
ONES = 24  # width of the room for a rule that is × 1 whatever the numbers are, on compact cards
WIDEST_CARD, WIDEST_RULE = 200, 104
USE, PART, TOTAL = 24, 20, 24  # least heights of a use, of a part in the ledger, and of its sum
LEDGER_AIR = 5
FROM, LEDGER_NUMBER = 46, 68  # widths of "from " with the air before it, and of the number beside


@dataclass(frozen=True)
class Card:
    """One node on its way to becoming a table."""

    node: Mapping[str, Any]
    arguments: Sequence[Mapping[str, Any]]
    uses: Sequence[Mapping[str, Any]]
    symbols: Mapping[str, str]
    density: Density
    direction: Direction
    is_output: bool

    @property
    def kind(self) -> str:
        """Variable, constant, group, operation or output: its class in the drawing."""
        if self.node["op"] in ("variable", "constant", "group"):
            return str(self.node["op"])
        return "output" if self.is_output else "operation"

    @property
    def shared(self) -> bool:
        """Whether its gradient is a sum whose parts are worth a list."""
        return self.kind != "group" and len(self.uses) > 1 and bool(self.node.get("varies", True))

    @property
    def note(self) -> str:
        """What stands at the right of its head: how often it is used, or how many nodes are folded in it."""
        if self.kind == "group":
            return f"+{self.node['size']}"
        if self.shared:
            return f"used {len(self.uses)}×" if self.density is FULL else f"{len(self.uses)}×"
        return "= f" if self.is_output else ""

    @property
    def head_text(self) -> str:
        """What is computed; a sum on a compact card says of how many terms, which its arrows name."""
        if "terms" in self.node and self.density is COMPACT:
            return f"Σ of {self.node['terms']}"
        return str(self.node["head"])

    @property
    def gradient_label(self) -> str:
        """What its gradient is called."""
        if self.kind == "group" and len(self.node["gives"]) != 1:
            return "gradients"
        return shortened(f"∂f/∂{self.node['symbol']}", TEXT, 92)

    @property
    def card_width(self) -> int:
        """Wide enough for its texts and the longest number, in points."""
        beside = int(width(self.note, TEXT)) + 10 if self.note else 0
        head = 16 + width(self.head_text, TEXT) + beside
        line = 84 + width(self.gradient_label, TEXT) if self.density is FULL else self.density.card
        bar = self.density.bar if self.kind == "variable" else 0
        senders = [width(self.symbols[edge["to"]], TEXT) for edge in self.uses]
        ledger = FROM + max(senders) + LEDGER_NUMBER + 2 if self.shared and self.density.ledger else 0
        return int(min(max(self.density.card, bar + max(head, line), ledger), WIDEST_CARD))

    @property
    def card_height(self) -> int:
        """High enough for every arrow that ends or starts at it, in points."""
        if self.direction == "down":
            return self.density.height
        return max(self.density.height, self.density.argument * len(self.arguments), USE * len(self.uses))

    def table(self) -> str:
        """The whole node: arguments, card, uses."""
        card = self.constant() if self.node["op"] == "constant" else self.card()
        arguments = self._ports("a", self.arguments, self.rule_room)
        uses = self._ports("u", self.uses, self.tag_room)
        parts = [cell(part) for part in (arguments, card, uses) if part]
        return table(row(*parts)) if self.direction == "right" else table(*(row(part) for part in parts))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the whole table, in points."""
        parts = [self._card_size(), self._rooms(self.rule_room, self.arguments), self._rooms(self.tag_room, self.uses)]
        wide, high = [part[0] for part in parts], [part[1] for part in parts]
        return (sum(wide), max(high)) if self.direction == "right" else (max(wide), sum(high))

    def _card_size(self) -> tuple[int, int]:
        if self.node["op"] == "constant":
            return self.constant_width, CONSTANT_HEIGHT
        frame = 10 if self.is_output else 2
        ledger = LEDGER_AIR + PART * len(self.uses) + TOTAL if self.shared and self.density.ledger else 0
        return self.card_width + frame, self.card_height + frame + ledger

    def _rooms(self, room: tuple[int, int], edges: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
        wide, high = room if edges else (0, 0)
        return (wide, high * len(edges)) if self.direction == "right" else (wide * len(edges), high)

    # ---- beside the card

    @property
    def rule_room(self) -> tuple[int, int]:
        """Room for the rule of one argument; the edge ends at the far side of it, at the card."""
        if self.density is COMPACT:
            wide = ONES if "terms" in self.node else self.density.rule
        else:  # there it is spelled out while it is used
            longest = max([0, *(width(f"= {edge.get('formula', '')}", 13) for edge in self.arguments)])
            wide = int(min(max(self.density.rule, longest + 10), WIDEST_RULE))
        high = max(self.density.argument, self.card_height // max(1, len(self.arguments)))
        return wide, high if self.direction == "right" else self.density.spelled

    @property
    def tag_room(self) -> tuple[int, int]:
        """Room for what flows back from one use; the edge starts at the near side of it, at the card."""
        card = CONSTANT_HEIGHT if self.node["op"] == "constant" else self.card_height
        high = max(USE, card // max(1, len(self.uses)))
        return self.density.tag, high if self.direction == "right" else USE

    def _ports(self, letter: str, edges: Sequence[Mapping[str, Any]], room: tuple[int, int]) -> str:
        wide, high = room
        cells = [cell("", port=f"{letter}_{edge['id']}", size=room) for edge in edges]
        if not cells:
            return ""
        if self.direction == "right":
            return table(*(row(one) for one in cells), size=(wide, high * len(cells)))
        return table(row(*cells), size=(wide * len(cells), high))

    # ---- the card

    @property
    def constant_width(self) -> int:
        """Wide enough for the number as it was typed, in points."""
        return max(40, int(width(shortened(self.node["head"], NUMBER, 96), NUMBER)) + 20)

    def constant(self) -> str:
        """A number that was typed: a small plain box."""
        text = shortened(self.node["head"], NUMBER, 96)
        size = (self.constant_width, CONSTANT_HEIGHT)
        return table(row(cell(written(text), size=size, name=self.slot("head"))), border=1, name=self.slot("card"))

    def card(self) -> str:
        """The card of a variable or an operation, a second border around it if it is the output."""
        wide, high = self.card_width, self.card_height
        bar = self.density.bar if self.kind == "variable" else 0
        rows = (self.full_rows if self.density is FULL else self.compact_rows)(wide - bar)
        if bar:
            line = cell("", size=(5, high - 24), fill=IDLE, name=self.slot("bar"))
            stripe = table(row(cell("", size=(5, 12))), row(line), size=(5, high))
            rows = [row(cell(stripe, size=(bar, high)), cell(table(*rows, size=(wide - bar, high))))]
        card = table(*rows, border=1, style="ROUNDED", name=self.slot("card"), size=(wide, high))
        if self.is_output:
            card = table(row(cell(card)), border=1, style="ROUNDED", spacing=3, name=self.slot("outer"))
        if self.shared and self.density.ledger:
            return table(row(cell(card)), row(cell(self.ledger(wide))))
        return card

    def full_rows(self, wide: int) -> list[str]:
        """Head, value, and the place of the gradient, one under the other."""
        number = 68
        symbol = cell(written(shortened(self.node["symbol"], TEXT, wide - number - 8)), size=(wide - number, 26),
                      align="LEFT", name=self.slot("symbol"))  # fmt: skip
        value = cell(UNKNOWN, size=(number, 26), align="RIGHT", name=self.slot("value"))
        inner = wide - 12
        label = cell(written(self.gradient_label), size=(inner - number + 6, 24), align="LEFT", name=self.slot("label"))
        gradient = cell(UNKNOWN, size=(number - 6, 24), align="RIGHT", name=self.slot("gradient"))
        place = table(row(label, gradient), border=1, style="ROUNDED", name=self.slot("place"), size=(inner, 24))
        return [
            self.head(wide, 30),
            row(cell(table(row(symbol, value), size=(wide, 26)))),
            row(cell(place, size=(wide, 32))),
        ]

    def compact_rows(self, wide: int) -> list[str]:
        """Head, value and gradient, as narrow as a number allows."""
        inner = wide - 8
        value = cell(UNKNOWN, size=(inner, 15), align="RIGHT", name=self.slot("value"))
        gradient = cell(UNKNOWN, size=(inner, 15), align="RIGHT", name=self.slot("gradient"))
        place = table(row(gradient), border=1, style="ROUNDED", name=self.slot("place"), size=(inner, 15))
        air = cell("", size=(4, 15))
        return [
            self.head(wide, 17),
            row(cell(table(row(air, value, air), size=(wide, 15)))),
            row(cell(place, size=(wide, 19))),
        ]

    def head(self, wide: int, high: int) -> str:
        """What is computed, and at the right how often it is used."""
        note = self.note
        beside = int(width(note, TEXT)) + 10 if note else 0
        text = shortened(self.head_text, TEXT, wide - beside - 8)
        cells = [cell(written(text), size=(wide - beside, high), align="LEFT", name=self.slot("head"))]
        if note:
            cells.append(cell(note, size=(beside, high), align="RIGHT", name=self.slot("note")))
        return row(cell(table(row(*cells), size=(wide, high)))) if note else row(*cells)

    def ledger(self, wide: int) -> str:
        """Under a shared node: a row for each part of its gradient in order of arrival, and the sum."""
        rows = [row(cell("", size=(wide, LEDGER_AIR)))]
        for edge in reversed(self.uses):
            source = written(shortened(self.symbols[edge["to"]], TEXT, wide - LEDGER_NUMBER - FROM))
            rows.append(self._ledger_row(f"from {source}", f"from.{edge['id']}", f"part.{edge['id']}", wide, PART))
        rows.append(self._ledger_row("sum", "total", "sum", wide, TOTAL))
        return table(*rows, size=(wide, LEDGER_AIR + PART * len(self.uses) + TOTAL))

    def _ledger_row(self, label: str, left: str, right: str, wide: int, high: int) -> str:
        cells = (
            cell(label, size=(wide - LEDGER_NUMBER, high), align="LEFT", name=self.slot(left)),
            cell(UNKNOWN, size=(LEDGER_NUMBER, high), align="RIGHT", name=self.slot(right)),
        )
        return row(cell(table(row(*cells), size=(wide, high))))

    def slot(self, what: str) -> str:
        """The id of a part of the drawing that the player will find again."""
        return f"{self.node['id']}.{what}"
