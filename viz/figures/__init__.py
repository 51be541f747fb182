"""Plotly figures, a file each kind: numbers of the engine, the page's three hues, and the figure in words."""
