"""The page's end of the connection: back after a loss, or a login of a proxy in front of the server that expired."""

from __future__ import annotations

from typing import Any

from viz.component import component

KEY = "connection"
LOOK = """
.connection p {
  position: fixed; inset: 0 0 auto; z-index: 10; margin: 0; padding: 0.75rem 1rem; text-align: center;
  background: var(--st-secondary-background-color); border-bottom: 1px solid var(--st-border-color);
}
.connection a { color: var(--st-link-color); }
"""

_connection = component(KEY, LOOK)


def watch(on_back: Any) -> None:
    """Mount it; it takes no room until it has something to say, and tells the address of a page that is back."""
    _connection(key=KEY, data=[], on_address_change=on_back, on_back_change=lambda: None)
