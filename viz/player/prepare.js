/**
 * What is done once to Graphviz's SVG: its groups are told what they are, borders go under their texts, and texts go to
 * the edges of their cells.
 *
 * @typedef {import("./drawing.js").Drawing} Drawing
 * @typedef {import("./drawing.js").Slot} Slot
 */

import { make, put, write } from "./svg.js";

export const PAD = 8; // from the border of a cell to its text
const TIGHT = 6; // and on a compact card
/** @type {[string, string][]} the named parts of a card that are shapes, and their classes */
const PARTS = [["card", "card"], ["outer", "card outer"], ["bar", "bar"], ["place", "place"], ["gradient", "place"]];
const LEFT = new Set(["head", "symbol", "label", "from", "total"]); // parts whose text begins at the left

/** @param {Drawing} drawing @param {import("./state.js").Node} node */
export function prepareNode(drawing, node) {
  const group = drawing.nodes.get(node.id);
  if (!group) return;
  put(group, "data-node", node.id);
  put(group, "data-op", node.op);
  put(group, "data-name", node.op === "variable" ? node.name ?? node.symbol : null);
  prepareCard(drawing, node.id, group, node.op === "constant");
  emphasise(drawing.slot(node.id, "head")?.text, drawing.walk.sums.has(node.id) ? "Σ" : node.sign ?? "");
  underline(drawing, node.id, group);
}

/** Give the parts of a card their classes and their places. @param {Drawing} drawing @param {string} id @param {SVGElement} group @param {boolean} [centred] */
export function prepareCard(drawing, id, group, centred = false) {
  put(group, "tabindex", "-1");
  put(group, "role", "img");
  for (const [name, kind] of PARTS) {
    const slot = drawing.slot(id, name);
    const inner = name === "gradient" && drawing.slot(id, "place"); // a full card frames the gradient's label too
    if (slot?.shape && !inner) put(slot.shape, "class", kind);
  }
  // Graphviz draws borders last; a filled card has to lie under its texts
  for (const name of ["place", "card", "outer"]) group.prepend(...[drawing.slot(id, name)?.shape].filter((shape) => !!shape));
  const parts = drawing.parts.get(id) ?? [];
  for (const [name, slot] of parts) align(slot, name.split(".")[0], centred, drawing.compact ? TIGHT : PAD);
  // The rest only said where its text belongs: five shapes a card that need not be painted
  for (const [, { shape }] of parts) if (shape && !shape.hasAttribute("class")) shape.remove();
}

/** @param {Drawing} drawing @param {import("./state.js").Edge} edge */
export function prepareEdge(drawing, edge) {
  const group = drawing.edges.get(edge.id);
  if (!group) return;
  for (const [name, value] of Object.entries({ edge: edge.id, from: edge.from, to: edge.to, arg: edge.arg })) put(group, `data-${name}`, value);
  const line = drawing.path(edge.id);
  if (line) group.prepend(make("path", { class: "hit", d: line.getAttribute("d") ?? "" }));
}

/** The line over the sum of a ledger. @param {Drawing} drawing @param {string} node @param {SVGElement} group */
function underline(drawing, node, group) {
  const total = drawing.slot(node, "total");
  const sum = drawing.slot(node, "sum");
  if (!total || !sum) return;
  const x = sum.box.x + sum.box.width - PAD;
  group.append(make("path", { class: "sumline", d: `M${total.box.x + PAD},${total.box.y + 1.5}H${x}` }));
}

/** Put a text where its cell wants it, whatever the font. @param {Slot} slot @param {string} name @param {boolean} centred @param {number} pad */
function align(slot, name, centred, pad) {
  const { text, box } = slot;
  if (!text) return;
  const left = LEFT.has(name);
  put(text, "class", name);
  put(text, "text-anchor", centred ? "middle" : left ? "start" : "end");
  put(text, "x", centred ? box.x + box.width / 2 : left ? box.x + pad : box.x + box.width - pad);
  put(text, "y", box.y + box.height / 2);
  write(text, (text.textContent ?? "").replaceAll("\u00a0", " ").trim());
}

/** The operator of an operation's head in bold. @param {SVGElement|null|undefined} text @param {string} sign */
function emphasise(text, sign) {
  const whole = text?.textContent ?? "";
  const at = sign ? whole.indexOf(sign, sign.length === 1 && !whole.startsWith(sign) ? 1 : 0) : -1;
  if (!text || at < 0) return;
  text.replaceChildren(whole.slice(0, at), make("tspan", { class: "sign" }), whole.slice(at + sign.length));
  write(/** @type {Element} */ (text.querySelector(".sign")), sign);
}
