"""What tells a learner that the login of a proxy in front of the server has expired."""

from __future__ import annotations

import streamlit as st

WATCH = """
export default async function (component) {
  const { mount } = await import(new URL("player/login.js", document.baseURI));
  mount(component);
}
"""
LOOK = """
.login p {
  position: fixed; inset: 0 0 auto; z-index: 10; margin: 0; padding: 0.75rem 1rem; text-align: center;
  background: var(--st-secondary-background-color); border-bottom: 1px solid var(--st-border-color);
}
.login a { color: var(--st-link-color); }
"""

_login = st.components.v2.component("gradwalk_login", html='<div class="login"></div>', css=LOOK, js=WATCH)


def watch() -> None:
    """Mount it; it takes no room until it has something to say."""
    _login(key="login", data={})
