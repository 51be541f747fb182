"""What Gradwalk is measured against: the same graph, stepped by a Streamlit rerun with st.graphviz_chart."""

from __future__ import annotations

import sys
from pathlib import Path

import graphviz
import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[1]))

import autodiff as ad

graph = ad.parse(st.query_params.get("f", "x*x*y + (y + 2)"))
run = ad.run(graph, dict.fromkeys(graph.variables, 1.5)).to_dict()
step = st.session_state.setdefault("step", 0)
if st.button("Next"):
    step = st.session_state.step = step + 1
known = {write["box"]: write["value"] for write in run["writes"] if write["step"] <= step}
chart = graphviz.Digraph(graph_attr={"rankdir": "LR"})
for node in run["nodes"]:
    numbers = [f"{known[box]}" for box in (f"value/{node['id']}", f"gradient/{node['id']}") if box in known]
    chart.node(node["id"], "\n".join([node["head"], *numbers]), shape="box")
for edge in run["edges"]:
    chart.edge(edge["from"], edge["to"], label=str(known.get(f"local/{edge['id']}", "")))
st.graphviz_chart(chart)
st.markdown(f"step {step}")
