"""The widths of texts, held against the very font that the page uses, and texts made to fit."""

from __future__ import annotations

import string
import time
from base64 import b64encode
from pathlib import Path

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st

from viz.drawing.text import shortened, width

FONTS = Path(streamlit.__file__).parent / "static" / "static" / "media"
MEASURE = """async ([font, texts]) => {
  const face = new FontFace("page", `url(data:font/woff2;base64,${font})`, { weight: "200 900" });
  document.fonts.add(await face.load());
  const pen = document.createElement("canvas").getContext("2d");
  return texts.map((text) => ["400", "600"].map((weight) => {
    pen.font = `${weight} 100px page, sans-serif`;
    return pen.measureText(text).width / 100;
  }));
}"""
SHOWN = [
    "x × x", "used 2×", "∂f/∂v₁", "∂f/∂w₁₂", "v₁ + v₂", "softplus(v₁₂)", "from v₁₀", "−1.23e−7", "x ^ 2", "max(x, y)",
    "velocity", "momentum", "WIND", "learning_rate", "W[1][2]", "x ≤ y", "√(x)", "θ × φ", "MMMM", "where(v₁, x, y)",
]  # fmt: skip
CHARACTERS = [
    *string.printable[:95],
    *"×−·∂√≤≥≠∞…½²³⁻¹⁰₀₁₂₃₄₅₆₇₈₉",
    *"αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ",
    *"éüñßжШЮ中文あ",
]


@pytest.fixture(scope="module")
def advances(page):
    """The widths in em, regular and bold, of every text, as the browser measures them."""
    (font,) = FONTS.glob("SourceSansVF-Upright*.woff2")
    texts = [*SHOWN, *CHARACTERS]
    measured = page.evaluate(MEASURE, [b64encode(font.read_bytes()).decode(), texts])
    return dict(zip(texts, measured, strict=True))


def test_no_text_is_wider_than_the_room_reserved_for_it(advances):
    for text in SHOWN:
        regular, bold = advances[text]
        assert max(regular, bold) <= width(text, 1) <= 1.35 * regular, text


def test_no_character_is_wider_than_said(advances):
    assert [c for c in CHARACTERS if max(advances[c]) > width(c, 1) + 1e-6] == []


@given(st.text(), st.floats(1, 100))
def test_the_width_grows_with_the_text_and_with_the_size(text, size):
    assert width(text + "x", size) > width(text, size)
    assert width(text, 2 * size) == pytest.approx(2 * width(text, size))


@given(st.text(max_size=60), st.floats(15, 400))
def test_a_shortened_text_fits_and_is_the_beginning(text, room):
    short = shortened(text, 14, room)
    assert width(short, 14) <= room + 1e-9
    if short != text:
        assert short.endswith("…")
        kept = short[:-1]
        assert text.startswith(kept)
        assert width(text[: len(kept) + 1] + "…", 14) > room - 1e-9, "no more of it would fit"


def test_a_very_long_name_takes_no_time():
    name = "name_" * 20_000
    begin = time.process_time()
    for _ in range(10):
        shortened(name, 14, 100_000)
    assert time.process_time() - begin < 2, "linear: a loop over all beginnings would take minutes"
