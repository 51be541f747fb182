/**
 * What a card or an arrow knows, in full: on hover, on focus, on tap. Numbers here have all their digits.
 *
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 */

import { el } from "./dom.js";
import { noteOf } from "./drawing.js";
import { exact } from "./numbers.js";
import { second } from "./state.js";

const REACH = 300; // ms a pointer has to come from a card to what is said of it

let made = 0;

export class Details {
  constructor() {
    this.root = el("div.details", { role: "tooltip", id: `details-${made++}`, hidden: true });
    this.about = "";
    this.timer = 0;
    this.root.onpointerenter = () => window.clearTimeout(this.timer); // to read on, or to copy a number
    this.root.onpointerleave = () => this.hide();
  }

  hide() {
    window.clearTimeout(this.timer);
    this.root.hidden = true;
    this.about = "";
  }

  /** The pointer has left what this is about, perhaps for this. */
  leave() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.hide(), REACH);
  }

  /** @param {Walk} walk @param {View} view @param {string} id of a node or an edge @param {import("./svg.js").Box} place @param {HTMLElement} stage @param {import("./modes.js").Notation} notation */
  show(walk, view, id, place, stage, notation) {
    const rows = walk.nodes.has(id) ? aboutNode(walk, view, id, notation) : aboutEdge(walk, view, id, notation);
    if (!rows.length) return this.hide();
    window.clearTimeout(this.timer);
    this.about = id;
    this.root.replaceChildren(...rows.map(([name, text, kind]) => (name ? el("div", {}, [el("span.name", {}, [name]), el(`span.${kind ?? "plain"}`, {}, [text])]) : el("strong", {}, [text]))));
    this.root.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const left = Math.min(Math.max(8, place.x + place.width / 2 - width / 2), stage.clientWidth - width - 8);
    const above = place.y - height - 10;
    this.root.style.left = `${left}px`;
    this.root.style.top = `${above > 4 ? above : Math.min(place.y + place.height + 10, stage.clientHeight - height - 4)}px`;
  }
}

/** @typedef {[string, string, string?]} Row name, text, class */

/** @param {Walk} walk @param {View} view @param {string} id @param {import("./modes.js").Notation} notation @returns {Row[]} */
function aboutNode(walk, view, id, notation) {
  const node = walk.nodes.get(id);
  if (!node) return [];
  const title = node.op === "constant" ? `the constant ${node.head}` : node.op === "variable" ? `the variable ${node.symbol}` : `${node.symbol} = ${walk.head(node)}`;
  /** @type {Row[]} */
  const rows = [["", title]];
  const value = view.boxes.get(`value/${id}`);
  const box = `${walk.mode.second}/${id}`;
  const number = view.boxes.get(box);
  if (value !== undefined) rows.push(["value", exact(value), "value"]);
  const nudged = view.boxes.get(`nudged/${id}`);
  if (nudged !== undefined) rows.push(["nudged", exact(nudged), "value"]);
  for (const edge of walk.outgoing.get(id) ?? []) {
    const part = view.boxes.get(`part/${edge.id}`);
    if (part !== undefined) rows.push([`from ${walk.symbols.get(walk.target(edge))}`, exact(part), "gradient"]);
  }
  const formula = walk.written.get(box)?.formula;
  if (number !== undefined && walk.run.mode === "symbolic" && formula) rows.push(["formula", formula, "gradient"]);
  if (number !== undefined) rows.push([notation.of(node.symbol), exact(number), "gradient"]);
  else if (walk.mode.back && second(walk, view)) rows.push([notation.of(node.symbol), missing(walk, view, node), "plain"]);
  const note = noteOf(walk, view, node);
  if (note) rows.push(["note", note]);
  return rows;
}

/** Why a node has no gradient yet. @param {Walk} walk @param {View} view @param {import("./state.js").Node} node */
function missing(walk, view, node) {
  if (node.varies === false) return "not kept: it does not vary";
  const arrived = view.arrived(node.id);
  return arrived ? `${arrived} of ${walk.expected.get(node.id)} parts are in` : "not reached";
}

/** @param {Walk} walk @param {View} view @param {string} id @param {import("./modes.js").Notation} notation @returns {Row[]} */
function aboutEdge(walk, view, id, notation) {
  const edge = walk.edges.get(id);
  const local = view.boxes.get(`local/${id}`);
  const flow = view.boxes.get(`flow/${id}`);
  if (!edge) return [];
  const [from, to] = [walk.symbols.get(edge.from) ?? "", walk.symbols.get(walk.target(edge)) ?? ""];
  /** @type {Row[]} */
  const rows = [["", `${from} goes into ${to} as its ${edge.role ?? `argument ${edge.arg + 1}`}`]];
  if (edge.reason) rows.push(["rule", edge.reason]);
  if (local !== undefined) rows.push([`∂${to}/∂${from}`, edge.formula && edge.formula !== exact(local) ? `${edge.formula} = ${exact(local)}` : exact(local)]);
  const [word, source] = walk.mode.back ? ["flowed back", `gradient/${edge.to}`] : ["came along", `tangent/${edge.from}`];
  if (flow !== undefined) rows.push([word, `${exact(view.boxes.get(source) ?? NaN)} × ${exact(local ?? NaN)} = ${exact(flow)}`, "gradient"]);
  return rows;
}
