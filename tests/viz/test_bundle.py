"""Modules as one script: in order, apart from one another, and nothing that is not understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from viz.bundle import BundleError, bundle


def write(folder: Path, **modules: str) -> Path:
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source, "utf-8")
    return folder / "main.js"


def test_a_module_comes_after_what_it_imports_and_once(page, tmp_path):
    entry = write(
        tmp_path,
        main='import { double } from "./math.js";\nimport { name as called } from "./names.js";\n'
        "globalThis.found = [called, double(4), secret()];\nfunction secret() {\n  return 1;\n}\n",
        math='import { name } from "./names.js";\n/** A remark. */\nexport const double = (x) => 2 * x;\n'
        "export function what() {\n  return name;\n}\nfunction secret() {\n  return 2;\n}\n",
        names='export const name = "n"; // at the end of a line\n',
    )
    script = bundle(entry)
    assert script.count("A remark") == 0
    assert script.count('const name = "n"') == 1
    assert page.evaluate(f"() => {{ {script}\n return globalThis.found; }}") == ["n", 8, 1]


@pytest.mark.parametrize(
    "line",
    [
        'import * as all from "./names.js";',
        'import "./names.js";',
        "export default 3;",
        "export { name };",
        'export { name } from "./names.js";',
        "export let name = 3;",
    ],
)
def test_other_forms_are_refused_and_named(tmp_path, line):
    with pytest.raises(BundleError, match=r"main\.js"):
        bundle(write(tmp_path, main=f"{line}\n", names="export const name = 1;\n"))


def test_a_circle_is_refused(tmp_path):
    entry = write(
        tmp_path, main='import { a } from "./a.js";\n', a='import { b } from "./main.js";\nexport const a = 1;\n'
    )
    with pytest.raises(BundleError, match=r"main\.js imports itself"):
        bundle(entry)
