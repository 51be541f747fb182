"""The walks, under the names that they have in a link and on the page."""

from __future__ import annotations

MODES = {
    "reverse": "Reverse mode",
    "forward": "Forward: dual numbers",
    "symbolic": "Forward: symbolic",
    "numeric": "Numeric",
}
