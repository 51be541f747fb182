"""Characters to tokens, each with the column it was typed in.

Python's own tokenizer will not do: it takes ``x·y`` for one name and reads ``x²y`` differently from
version to version. Line ends and indentation mean what they mean in Python.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from autodiff.errors import ParseError
from autodiff.language.characters import (
    PRIMES,
    QUOTES,
    ROOT,
    SENTENCES,
    SIGNS,
    SUPERSCRIPTS,
    is_part_of_name,
    sentence,
    starts_name,
)
from autodiff.language.source import LINE_END, Source
from autodiff.language.tokens import CLOSE, KEYWORDS, OPEN, Kind, Token
from autodiff.notice import Edit, Span

DIGITS = "[0-9](?:_?[0-9])*"
PATTERN = re.compile(
    rf"""
    (?P<newline> \r\n | \r | \n )
  | (?P<blank>   [^\S\r\n]+ | \\ (?: \r\n | \r | \n ) )
  | (?P<comment> \#[^\r\n]* )
  | (?P<string>  [rRuU]? (?: \"\"\".*?\"\"\" | '''.*?''' ) | "(?!"")[^"\r\n]*" | (?<![\w)'])'[^'\r\n]*' )
  | (?P<number>  0[xX](?:_?[0-9a-fA-F])+ | 0[oO](?:_?[0-7])+ | 0[bB](?:_?[01])+
               | (?: {DIGITS} (?: \. (?:{DIGITS})? )? | \.{DIGITS} ) (?: [eE][+-]?{DIGITS} )? )
  | (?P<operator> \*\*= | //= | \*\* | // | [<>=!:+\-*/^%@]=
               | -> | => | =< | <> | && | \|\| | [-+*/^%@<>=()\[\],:;.&|≤≥≠] )
    """,
    re.VERBOSE | re.DOTALL,
)
SPELLINGS = {"**": "^", "**=": "^=", "≤": "<=", "≥": ">=", "≠": "!="}
NEVER_CLOSED = "The bracket opened here is never closed."
QUOTE_NEVER_CLOSED = "The quote opened here is never closed."
TAB = 8  # the width of a tab in an indentation, as in Python


def tokenize(source: Source) -> list[Token]:
    """The tokens of a text, the last one an END. Raises `ParseError` where no token can be read."""
    return _Lexer(source).run()


class _Lexer:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text.translate(SIGNS)
        self.at = 0
        self.tokens: list[Token] = []
        self.brackets: list[Token] = []  # those open
        self.indents: list[int] = []  # the widths of the blocks open; the first line's is the outermost

    def run(self) -> list[Token]:
        while self.at < len(self.text):
            match = PATTERN.match(self.text, self.at)
            if match is None:
                self.name_or_sign()
            elif match.lastgroup == "newline":
                self.at = match.end()
                self.end_line()
            elif match.lastgroup in ("blank", "comment"):
                self.at = match.end()
            else:
                assert match.lastgroup is not None
                self.add(Kind[match.lastgroup.upper()], match.group(), match.end())
        if self.brackets:
            raise self.never_closed()
        self.end_line()
        self.tokens += [Token(Kind.DEDENT, "", self.at, self.at) for _ in self.indents[1:]]
        self.tokens.append(Token(Kind.END, "", self.at, self.at))
        return self.tokens

    def add(self, kind: Kind, text: str, end: int) -> None:
        """One token from here to ``end``; the first of a line is preceded by what its indentation says."""
        if not self.brackets and (not self.tokens or self.tokens[-1].kind is Kind.NEWLINE):
            self.indent()
        token = Token(kind, SPELLINGS.get(text, text) if kind is Kind.OPERATOR else text, self.at, end)
        if kind is Kind.OPERATOR:
            self.bracket(token)
        elif kind is Kind.NUMBER:
            self.refuse_complex(end)
        self.tokens.append(token)
        self.at = end

    # ---- names and signs

    def name_or_sign(self) -> None:
        """A name, with its dots, or one of the signs that no pattern describes."""
        character = self.text[self.at]
        if character in SUPERSCRIPTS:
            end = self.run_of(lambda c: c in SUPERSCRIPTS, self.at)
            self.add(Kind.SUPERSCRIPT, "".join(SUPERSCRIPTS[c] for c in self.text[self.at : end]), end)
        elif character == ROOT:
            self.add(Kind.NAME, "sqrt", self.at + 1)
        elif starts_name(character):
            self.name()
        else:
            raise self.no_token(character)

    def name(self) -> None:
        end = self.end_of_name(self.at)
        while self.text[end : end + 1] == "." and starts_name(self.text[end + 1 : end + 2]):
            end = self.end_of_name(end + 1)
        text = unicodedata.normalize("NFKC", self.text[self.at : end])  # as Python does: µ typed is μ meant
        self.add(Kind.KEYWORD if text in KEYWORDS else Kind.NAME, "pi" if text == "π" else text, end)

    def end_of_name(self, at: int) -> int:
        """Where the name ends that begins here. A π is a name of its own: 2πr."""
        if self.is_pi(at):
            return at + 1
        while at < len(self.text) and is_part_of_name(self.text[at]) and not self.is_pi(at):
            at += 1
        return at

    def is_pi(self, at: int) -> bool:
        """Whether π stands here by itself, and not with an index, as in π₁, or as one, as in x_π."""
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        indexed = after == "_" or (is_part_of_name(after) and not starts_name(after))
        return unicodedata.normalize("NFKC", self.text[at]) == "π" and before != "_" and not indexed

    def run_of(self, belongs: Callable[[str], bool], at: int) -> int:
        """Where the characters that belong together end."""
        while at < len(self.text) and belongs(self.text[at]):
            at += 1
        return at

    # ---- lines and brackets

    def end_line(self) -> None:
        if not self.brackets and self.tokens and self.tokens[-1].kind is not Kind.NEWLINE:
            self.tokens.append(Token(Kind.NEWLINE, "", self.at, self.at))

    def indent(self) -> None:
        """Opens and closes blocks where a line begins further in or out than the one before."""
        begin = max(self.text.rfind(end, 0, self.at) for end in "\r\n") + 1
        width = len(self.text[begin : self.at].expandtabs(TAB))
        if not self.indents:
            self.indents.append(width)
        elif width > self.indents[-1]:
            self.indents.append(width)
            self.tokens.append(Token(Kind.INDENT, "", begin, self.at))
        while width < self.indents[-1]:
            self.indents.pop()
            if not self.indents or width > self.indents[-1]:
                message = "This line begins further in or out than the lines it belongs to."
                raise self.source.error(message, (self.at, self.at + 1))
            self.tokens.append(Token(Kind.DEDENT, "", begin, self.at))

    def bracket(self, token: Token) -> None:
        if token.text in OPEN:
            self.brackets.append(token)
        elif token.text in CLOSE:
            if not self.brackets:
                message = f"The bracket {token.text} closes nothing."
                raise self.source.error(message, token.span, edit=Edit(token.span, ""))
            opened = self.brackets.pop()
            if OPEN[opened.text] != token.text:
                message = f"A bracket {opened.text} is closed by {token.text} here."
                raise self.source.error(message, token.span, edit=Edit(token.span, OPEN[opened.text]))

    # ---- errors

    def never_closed(self) -> ParseError:
        opened = self.brackets[-1]
        first, last = self.line_of(opened)
        end = max(token.end for token in self.tokens if token.end <= last)
        missing = "".join(OPEN[bracket.text] for bracket in reversed(self.brackets))
        line = self.source[first, end].strip() + missing
        return self.source.error(NEVER_CLOSED, opened.span, line, Edit((end, end), missing))

    def line_of(self, token: Token) -> Span:
        """Where the line that a token stands on begins and ends."""
        first = max(self.text.rfind(end, 0, token.start) for end in "\r\n") + 1
        match = LINE_END.search(self.text, token.end)
        return first, match.start() if match else len(self.text)

    def refuse_complex(self, end: int) -> None:
        letter, after = self.text[end : end + 1], self.text[end + 1 : end + 2]
        if letter in ("j", "J") and not (after and is_part_of_name(after)):
            raise self.source.error(
                "There are no complex numbers here.", (self.at, end + 1), edit=Edit((end, end + 1), f"*{letter}")
            )

    def no_token(self, character: str) -> ParseError:
        """Why no token can begin with this character."""
        here = (self.at, self.at + 1)
        follows = self.tokens and self.tokens[-1].end == self.at
        after_value = follows and (self.tokens[-1].kind is Kind.NAME or self.tokens[-1].text == ")")
        if character in PRIMES and after_value:
            primes = (self.at, self.run_of(lambda c: c in PRIMES, self.at))
            return self.source.error(SENTENCES["∂"], here, edit=Edit(primes, ""))
        numerator, fraction, denominator = unicodedata.normalize("NFKC", character).partition("⁄")
        if fraction:
            return self.source.error(
                "A fraction is typed with a slash.", here, edit=Edit(here, f"({numerator}/{denominator})")
            )
        if character in "\"'":
            return self.source.error(QUOTE_NEVER_CLOSED, here)
        if character in QUOTES:
            return self.source.error("Text in quotes is no part of a formula.", here)
        return self.source.error(sentence(self.source.text[self.at]), here)
