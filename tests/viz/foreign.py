"""A program that is not ours: it writes the Run of tip = price * rate + price by hand."""

import json

values = {"price": 30.0, "rate": 0.2}
values["service"] = values["price"] * values["rate"]
values["tip"] = values["service"] + values["price"]
heads = {"price": "price", "rate": "rate", "service": "price times rate", "tip": "service plus price"}
links = {"s0": ("price", "service", values["rate"]), "s1": ("rate", "service", values["price"]),
         "t0": ("service", "tip", 1.0), "t1": ("price", "tip", 1.0)}  # fmt: skip
nodes = [
    {"id": name, "op": "variable" if name in ("price", "rate") else "step", "symbol": name, "head": head,
     "args": [start for start, end, _ in links.values() if end == name]}
    for name, head in heads.items()
]  # fmt: skip
edges = [{"id": name, "from": start, "to": end, "arg": int(name[1])} for name, (start, end, _) in links.items()]
steps, writes = [{"phase": "start", "kind": "start"}], []


def take(phase, kind, node, boxes):
    writes.extend({"step": len(steps), "box": box, "value": value} for box, value in boxes.items())
    steps.append({"phase": phase, "kind": kind, "node": node})


for node in nodes:
    take("evaluate", "compute" if node["args"] else "given", node["id"], {"value/" + node["id"]: values[node["id"]]})
local = {"local/" + name: slope for name, (_, _, slope) in links.items()}
take("backpropagate", "seed", "tip", {"gradient/tip": 1.0, **local})
take("backpropagate", "send", "tip", {"flow/t0": 1.0, "gradient/service": 1.0, "flow/t1": 1.0, "part/t1": 1.0})
take("backpropagate", "send", "service",
     {"flow/s0": 0.2, "part/s0": 0.2, "gradient/price": 1.2, "flow/s1": 30.0, "gradient/rate": 30.0})  # fmt: skip
take("done", "done", "tip", {})
function = {"text": "tip = price * rate + price", "variables": ["price", "rate"], "output": "tip"}
run = {"version": 1, "mode": "reverse", "function": function, "nodes": nodes, "edges": edges}
print(json.dumps({**run, "steps": steps, "writes": writes}))
