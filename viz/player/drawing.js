/**
 * The base layer: Graphviz's SVG, patched. Numbers are written into the boxes that the DOT reserved, classes
 * and attributes say what state everything is in; no line is re-routed and no box is moved.
 *
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 * @typedef {import("./svg.js").Box} Box
 * @typedef {{box: Box, text: SVGElement|null, shape: SVGElement|null}} Slot
 */

import { closer, dual, exact, shown } from "./numbers.js";
import { PAD, prepareEdge, prepareNode } from "./prepare.js";
import { fitting } from "./ruler.js";
import { nodeState, second, seen, veiled } from "./state.js";
import { adopt, boxOf, make, put, write } from "./svg.js";

const NUMBER = 15; // font size of numbers
const SHORT = 3; // digits of each part of a dual number
const WIDE = new Set(["symbolic", "second"]); // modes whose second number needs the room of its label

export class Drawing {
  /** @param {Walk} walk @param {string} svg @param {import("./folds.js").Folds} folds */
  constructor(walk, svg, folds) {
    this.walk = walk;
    this.folds = folds;
    this.root = adopt(svg);
    const [x, y, width, height] = (this.root.getAttribute("viewBox") ?? "0 0 1 1").split(" ").map(Number);
    this.world = { x, y, width, height };
    this.layer = /** @type {SVGGElement} */ (this.root.querySelector("#graph0") ?? make("g"));
    this.compact = this.layer.classList.contains("compact");
    this.root.classList.toggle("compact", this.compact);
    this.layer.removeAttribute("class");
    this.layer.querySelector(":scope > polygon")?.remove(); // the page
    /** @type {Map<string, SVGElement>} */
    this.nodes = new Map();
    /** @type {Map<string, SVGElement>} */
    this.edges = new Map();
    /** @type {Map<string, Slot>} */
    this.slots = new Map();
    /** @type {Map<string, [string, Slot][]>} the same by node */
    this.parts = new Map();
    /** @type {Map<string, SVGElement>} cards and frames of groups, and the lines between them */
    this.others = new Map();
    for (const group of this.layer.querySelectorAll("g[id]")) this.#take(/** @type {SVGElement} */ (group));
    /** @type {Set<string>} nodes and edges behind folded cards */
    this.hidden = new Set();
    this.#addHidden();
    for (const node of walk.run.nodes) prepareNode(this, node);
    for (const edge of walk.run.edges) prepareEdge(this, edge);
  }

  /** @param {SVGElement} group */
  #take(group) {
    const id = group.id;
    if (this.walk.nodes.has(id)) this.nodes.set(id, group);
    else if (this.walk.edges.has(id)) this.edges.set(id, group);
    else if (id.startsWith("a_")) {
      const shape = /** @type {SVGElement|null} */ (group.querySelector(":scope > polygon, :scope > path"));
      const text = /** @type {SVGElement|null} */ (group.querySelector(":scope > text"));
      if (shape) this.#keep(id.slice(2), { box: boxOf(shape), text, shape });
    } else if (this.folds.groups.has(id) || this.folds.bundles.has(id)) this.others.set(id, group);
    group.removeAttribute("id");
  }

  /** What is behind a folded card has an element too, which is never drawn: its numbers can be read there. */
  #addHidden() {
    const hidden = make("g", { style: "display: none" });
    for (const [ids, elements] of /** @type {[Iterable<string>, Map<string, SVGElement>][]} */ ([[this.walk.nodes.keys(), this.nodes], [this.walk.edges.keys(), this.edges]])) {
      for (const id of ids) {
        if (elements.has(id)) continue;
        const element = make("g");
        elements.set(id, element);
        this.hidden.add(id);
        hidden.append(element);
      }
    }
    if (hidden.childElementCount) this.layer.append(hidden);
  }

  /** @param {string} id of a node, a dot, and the part's name @param {Slot} slot */
  #keep(id, slot) {
    const [node, ...name] = id.split(".");
    this.slots.set(id, slot);
    this.parts.set(node, [...(this.parts.get(node) ?? []), [name.join("."), slot]]);
  }

  /** @param {string} node @param {string} name @returns {Slot|undefined} */
  slot(node, name) {
    return this.slots.get(`${node}.${name}`);
  }

  /** Where a node or a group is drawn: its card, that of the folded group around it, or the frame of an open one. @param {string} id @returns {Box} */
  card(id) {
    const shown = this.folds.shows(id);
    const slot = this.slot(shown, "outer") ?? this.slot(shown, "card");
    const frame = slot ? null : this.others.get(id)?.querySelector("path, polygon");
    return slot?.box ?? (frame ? boxOf(frame) : { x: 0, y: 0, width: 0, height: 0 });
  }

  /** The line of an edge. @param {string} edge @returns {SVGPathElement|null} */
  path(edge) {
    return this.edges.get(edge)?.querySelector("path") ?? null;
  }

  /** Light what belongs to a card, and let the rest step back; null lights all alike. @param {Set<string>|null} ids */
  light(ids) {
    if (!ids && !this.lit) return;
    this.lit = !!ids;
    this.root.classList.toggle("tracing", !!ids);
    for (const elements of [this.nodes, this.edges, this.others]) {
      for (const [id, element] of elements) put(element, "data-related", ids?.has(id) ? "true" : null);
    }
  }

  /** Make the drawing say what is known. @param {View} view @param {import("./modes.js").Notation} notation @param {Set<string>|null} ids what may have changed, null for all */
  patch(view, notation, ids) {
    const again = second(this.walk, view);
    this.root.dataset.mode = this.walk.run.mode;
    this.root.classList.toggle("reversed", again && this.walk.mode.back);
    for (const node of this.walk.run.nodes) if (!ids || ids.has(node.id)) this.#patchNode(node, view, notation);
    for (const edge of this.walk.run.edges) if (!ids || ids.has(edge.id)) this.#patchEdge(edge, view, again);
  }

  /** @param {import("./state.js").Node} node @param {View} view @param {import("./modes.js").Notation} notation */
  #patchNode(node, view, notation) {
    const group = this.nodes.get(node.id);
    if (!group) return;
    const value = view.boxes.get(`value/${node.id}`);
    const number = view.boxes.get(`${this.walk.mode.second}/${node.id}`);
    put(group, "data-state", nodeState(this.walk, view, node));
    put(group, "data-value", value === undefined ? null : exact(value));
    for (const [attribute, box] of this.walk.mode.attributes) {
      const said = view.boxes.get(`${box}/${node.id}`);
      put(group, attribute, said === undefined ? null : exact(said));
    }
    put(group, "data-note", noteOf(this.walk, view, node));
    if (this.hidden.has(node.id)) return;
    put(group, "aria-label", described(this.walk, node, view, notation));
    const arrived = view.arrived(node.id);
    const expected = this.walk.expected.get(node.id) ?? 0;
    const partial = number === undefined && arrived > 0;
    const kind = KINDS[node.op] ?? "operation";
    const fresh = view.fresh.has(`value/${node.id}`) || view.fresh.has(`${this.walk.mode.second}/${node.id}`);
    const classes = ["node", kind, node.id === this.walk.run.function.output && "output", value !== undefined && "valued",
      number !== undefined && "final", partial && "partial", fresh && "fresh", this.walk.wrong.has(`gradient/${node.id}`) && number !== undefined && "wrong"];
    put(group, "class", classes.filter(Boolean).join(" "));
    this.say(node.id, "value", value === undefined ? "" : this.valueText(node.id, view, value));
    this.say(node.id, "gradient", number !== undefined ? this.#secondOf(node.id, view, number) : partial ? `${arrived} of ${expected}` : "");
    const wide = WIDE.has(this.walk.run.mode) && number !== undefined; // it takes the whole width
    this.say(node.id, "label", wide ? "" : notation.of(node.symbol));
    for (const edge of this.walk.outgoing.get(node.id) ?? []) {
      const part = view.boxes.get(`part/${edge.id}`);
      this.say(node.id, `part.${edge.id}`, part === undefined ? "·····" : veil(view, `part/${edge.id}`, part));
      this.slot(node.id, `part.${edge.id}`)?.text?.classList.toggle("known", part !== undefined);
    }
    this.say(node.id, "sum", number === undefined ? "" : veil(view, `${this.walk.mode.second}/${node.id}`, number));
  }

  /** The value on a card: that of the second evaluation once it is there. @param {string} node @param {View} view @param {number} value */
  valueText(node, view, value) {
    if (this.walk.run.mode === "second" && !veiled(view, `value/${node}`)) return dual(value, view.boxes.get(`tangent/${node}`) ?? 0, SHORT);
    const nudged = view.boxes.get(`nudged/${node}`);
    if (nudged === undefined) return veil(view, `value/${node}`, value);
    return veiled(view, `nudged/${node}`) ? "?" : closer(nudged);
  }

  /** The second number of a card, or the formula of it. @param {string} node @param {View} view @param {number} number */
  #secondOf(node, view, number) {
    const box = `${this.walk.mode.second}/${node}`;
    if (this.walk.run.mode === "second" && !veiled(view, box)) return dual(number, view.boxes.get(`gradient-tangent/${node}`) ?? 0, SHORT);
    if (this.walk.run.mode !== "symbolic" || veiled(view, box)) return veil(view, box, number);
    const place = this.slot(node, "place") ?? this.slot(node, "gradient");
    return fitting(this.walk.written.get(box)?.formula || "long", NUMBER, (place?.box.width ?? 0) - 2 * PAD);
  }

  /** @param {string} node @param {string} name @param {string} text */
  say(node, name, text) {
    const slot = this.slot(node, name);
    if (slot?.text) write(slot.text, text);
  }

  /** @param {import("./state.js").Edge} edge @param {View} view @param {boolean} again whether this is the second pass */
  #patchEdge(edge, view, again) {
    const group = this.edges.get(edge.id);
    if (!group) return;
    const local = view.boxes.get(`local/${edge.id}`);
    const flow = view.boxes.get(`flow/${edge.id}`);
    put(group, "data-local", local === undefined ? null : exact(local));
    put(group, "data-flow", flow === undefined ? null : exact(flow));
    if (this.hidden.has(edge.id)) return;
    const atWork = view.active === this.walk.target(edge) && (view.kind === "compute" || (view.kind === "send" && view.fresh.has(`flow/${edge.id}`)));
    const passed = again ? view.boxes.has(`nudged/${edge.to}`) : view.boxes.has(`value/${edge.to}`);
    const kept = this.walk.nodes.get(edge.from)?.varies !== false;
    const hidden = veiled(view, `flow/${edge.id}`); // its size and sign, too
    const classes = ["edge", atWork && "active", passed && "passed", flow !== undefined && (kept ? "flowed" : "dropped"), flow !== undefined && flow < 0 && !hidden && "negative"];
    put(group, "class", classes.filter(Boolean).join(" "));
    group.style.setProperty("--flow", flow === undefined || !kept || hidden ? "1" : this.thickness(flow).toFixed(2));
  }

  /** The width of a line by how much flowed, on a log scale fixed for the whole run. @param {number} flow */
  thickness(flow) {
    this.range ??= magnitudes(this.walk);
    const [low, high] = this.range;
    const size = Math.log10(Math.abs(flow));
    if (Number.isNaN(size) || size === -Infinity) return 1.5;
    return high - low < 1e-9 ? 2.5 : 1.5 + (3.5 * (Math.min(size, high) - low)) / (high - low);
  }
}

/** @type {Record<string, string>} */
const KINDS = { variable: "variable", constant: "constant" };

/** A number, or a question mark while it is covered. @param {View} view @param {string} box @param {number} x */
export const veil = (view, box, x) => (veiled(view, box) ? "?" : shown(x));

/** Why a number at this node needs a word. @param {Walk} walk @param {View} view @param {import("./state.js").Node} node */
export function noteOf(walk, view, node) {
  if (!walk.noted.size) return null;
  const own = view.notes.get(`value/${node.id}`) ?? view.notes.get(`gradient/${node.id}`); // a tangent of 0 is no wonder
  if (own) return own;
  const edge = (walk.incoming.get(node.id) ?? []).find((one) => view.notes.has(`local/${one.id}`));
  return edge ? view.notes.get(`local/${edge.id}`) : null;
}

/** @param {Walk} walk @param {import("./state.js").Node} node @param {View} view @param {import("./modes.js").Notation} notation */
function described(walk, node, view, notation) {
  const value = view.boxes.get(`value/${node.id}`);
  const box = `${walk.mode.second}/${node.id}`;
  const number = view.boxes.get(box);
  const formula = walk.run.mode === "symbolic" && !veiled(view, box) && walk.written.get(box)?.formula;
  if (node.op === "constant") return `constant ${node.head}`;
  const what = node.op === "variable" ? `variable ${node.symbol}` : `${node.symbol} = ${walk.head(node)}`;
  const numbers = [value !== undefined && `value ${veil(view, `value/${node.id}`, value)}`, number !== undefined && `${notation.word} ${formula || veil(view, box, number)}`, noteOf(walk, seen(view), node)];
  return [what, ...numbers].filter(Boolean).join(", ");
}

/** @param {Walk} walk @returns {[number, number]} */
function magnitudes(walk) {
  const sizes = [...walk.final].filter(([box, x]) => box.startsWith("flow/") && x !== 0 && Number.isFinite(x)).map(([, x]) => Math.log10(Math.abs(x)));
  return sizes.length ? [Math.min(...sizes), Math.max(...sizes)] : [0, 0];
}
