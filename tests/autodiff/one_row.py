"""One row more for the table of primitives: the versed sine, 1 − cos u, whose slope is sin u.

No library has a name for it, so nothing can know it but by its row.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copy, copytree, ignore_patterns

ROOT = Path(__file__).parents[2]
ROW = """
versin = row(
    "versin", lambda u: 1.0 - np.cos(u), lambda u, out: sin(u), words="takes the versed sine of {0}",
    latex=r"\\operatorname{{versin}}\\left({0}\\right)", python="(1 - math.cos({0}))", aliases=("versine",),
    conventions=((lambda u: u == 0, "flat at 0"),),
)
"""


def copied_with_it(folder: Path) -> Path:
    """The program in a folder of its own, with this row at the end of the table and no other line changed."""
    for package in ("autodiff", "viz"):
        copytree(ROOT / package, folder / package, ignore=ignore_patterns("__pycache__"))
    copy(ROOT / "app.py", folder)
    table = folder / "autodiff" / "ops.py"
    table.write_text(table.read_text("utf-8") + ROW, "utf-8")
    return folder / "app.py"
