"""Giving the walk to others: the link and its QR code, what a lesson takes away, a frame for a course page."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from urllib.parse import urlsplit, urlunsplit

import segno
import streamlit as st

from viz import link, session
from viz.hiding import NAMES
from viz.panels.panel import Panel, Subject

HEIGHT = 640  # px of the frame that is proposed


def show(subject: Subject) -> None:
    """Choices for a lesson at the left, the link they make and its picture at the right."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        hidden = st.multiselect("Take away, for a lesson", list(NAMES), format_func=NAMES.__getitem__, key="lesson")
        embedded = st.checkbox("Only the player, for a frame in another page", key="lesson_embedded")
    state = replace(session.linked(subject.text, subject.at), hidden=frozenset(hidden), embedded=embedded, panel=None)
    if not (query := link.write(state)):
        st.caption("This is too long for a link; “As text” saves it as a file.")
        return
    address = absolute(st.context.url or "", query)
    with left:
        st.markdown("**Link.** The player’s “Copy link” gives it with the step.")
        st.code(address, language=None, wrap_lines=True)
        if embedded:
            st.markdown("**For a course page**")
            st.code(frame(address, subject.text), language="html", wrap_lines=True)
    with right:
        if code := qr(address):
            st.html(code)
            st.caption("For phones in the room. It is made here and asks no other server.")


def absolute(page: str, query: str) -> str:
    """The address of a query on this server, whatever stood behind the page's own."""
    parts = urlsplit(page)
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))


def frame(address: str, text: str) -> str:
    """The HTML that shows the player inside another page."""
    title = escape(" ".join(text.split()))
    return (
        f'<iframe src="{escape(address)}" title="Walk through {title}" width="100%" height="{HEIGHT}"'
        ' style="border: 0" allow="fullscreen; clipboard-write" loading="lazy"></iframe>'
    )


def qr(address: str) -> str:
    """A QR code as a picture in HTML, dark on light in either theme; "" for what no such code has room for."""
    try:
        code = segno.make(address, micro=False)
    except segno.DataOverflowError:
        return ""
    picture = code.svg_data_uri(scale=4, border=4, dark="#111827", light="#ffffff")
    return f'<img class="qr" src="{escape(picture)}" alt="QR code of the link">'


PANEL = Panel("share", lambda graph: "Share", show, fits=lambda graph: True)
