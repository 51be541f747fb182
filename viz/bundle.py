"""The player's modules as one script: for a page that asks for one file, and for one that is opened from a disk.

Each module becomes a function that returns what it exports, after those that it imports:

    const state = (() => { …; return { Walk, touched }; })();
    const player = (() => { const { Walk, touched } = state; …; return { Player }; })();

So names of different modules stay apart. Only the forms of import and export that the player uses are known;
any other raises `BundleError`, as does a circle.
"""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{ (.+) \} from "(\.{1,2}/[\w./-]+\.js)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
UNKNOWN = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
# What only readers of the source need: comments on lines of their own, types within lines, and indents
REMARK = re.compile(r"^[ \t]*(?:/\*\*(?:(?!\*/)[\s\S])*\*/|//.*)\n|/\*\* @type \{.*?\} \*/ |^[ \t]+", re.MULTILINE)


class BundleError(Exception):
    """A module has a form that cannot be bundled; the message names it."""


def bundle(entry: Path) -> str:
    """The script that runs ``entry`` and all that it imports, from the bottom up."""
    done: dict[Path, str] = {}
    _add(entry.resolve(), done, ())
    return "\n".join(done.values())


def bundled_module(entry: Path, name: str) -> str:
    """The same as one module, whose default export is what ``entry`` exports by this name."""
    return f"{bundle(entry)}\nexport default {_name(entry.resolve())}.{name};\n"


def _add(module: Path, done: dict[Path, str], above: tuple[Path, ...]) -> None:
    """Put a module after those that it imports; ``above`` are the ones that are waiting for it."""
    if module in above:
        raise BundleError(f"{module.name} imports itself, by way of {above[-1].name}.")
    if module in done:
        return
    source = module.read_text("utf-8")
    for _, path in IMPORT.findall(source):
        _add((module.parent / path).resolve(), done, (*above, module))
    done[module] = _wrapped(module, source)


def _wrapped(module: Path, source: str) -> str:
    """A module as a function that is called at once, in a constant named after its file."""

    def imported(found: re.Match[str]) -> str:
        names = found[1].replace(" as ", ": ")
        return f"const {{ {names} }} = {_name((module.parent / found[2]).resolve())};"

    exports = ", ".join(EXPORT.findall(source))
    body = REMARK.sub("", EXPORT.sub("", IMPORT.sub(imported, source)))
    if unknown := UNKNOWN.search(body):
        raise BundleError(f"{module.name}: a bundle has no place for {unknown[0]!r}.")
    return f"const {_name(module)} = (() => {{\n{body}return {{ {exports} }};\n}})();"


def _name(module: Path) -> str:
    """What a module is called in the script; its folder tells two of the same name apart."""
    return re.sub(r"\W", "_", f"{module.parent.name}_{module.stem}")
