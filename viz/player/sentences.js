/**
 * The sentences of reverse mode, and those of a value that is worked out, which every mode has.
 *
 * @typedef {import("./pieces.js").Piece} Piece
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 * @typedef {import("./state.js").Edge} Edge
 * @typedef {import("./modes.js").Notation} Notation
 */

import { spoiled } from "./broken.js";
import { FORMS } from "./forms.js";
import { line, shown } from "./numbers.js";
import { bracket, decided, doing, filled, gradient, known, listed, operand, product, say, sum, value } from "./pieces.js";

const LISTED = 6; // terms of a sum, or variables, whose numbers stand in a sentence
const NAMED = 4; // terms whose names do

/** @type {Record<string, (walk: Walk, view: View, notation: Notation) => Piece[]>} */
export const REVERSE = {
  start: (walk) => {
    const constants = walk.run.nodes.some((node) => node.op === "constant");
    return [say(`nothing is known yet${constants ? " but the constants" : ""}. First every value is worked out from left to right, then the gradients are carried back.`)];
  },

  given: (walk, view) => {
    const uses = (walk.outgoing.get(view.active) ?? []).length;
    const times = uses > 1 ? `, and used ${uses} times` : uses ? "" : ", and not used at all";
    return [say(`${walk.symbols.get(view.active)} is given: `), value(known(view, "value", view.active)), say(`${times}.`)];
  },

  compute: (walk, view) => computed(walk, view),

  seed: (walk, view, { word }) => {
    const symbol = walk.symbols.get(view.active) ?? "";
    const first = word === "gradient" ? "the walk back starts with ∂f/∂f = " : `the walk back starts with the adjoint of the output = `;
    const name = symbol === "f" ? "the output f" : `${symbol}, the output f`;
    return [say(first), gradient(known(view, "gradient", view.active)), say(` at ${name}: whatever it gains, f gains just that. Each arrow into a card now shows its rule.`)];
  },

  send: (walk, view, { word }) => {
    const node = walk.nodes.get(view.active);
    if (!node) return [];
    if (walk.sums.has(node.id)) return handedOn(walk, view, node, word);
    const all = (walk.incoming.get(node.id) ?? []).filter((edge) => walk.final.has(`flow/${edge.id}`));
    const sent = all.filter((edge) => view.boxes.has(`flow/${edge.id}`));
    const single = view.stop.single ? sent.at(-1) : sent.length === 1 ? sent[0] : null;
    const g = known(view, "gradient", node.id);
    if (single) {
      const local = known(view, "local", single.id);
      const why = reason(single, local);
      return [
        say(`${operand(walk, single)} feeds ${node.symbol} = ${node.head}. The ${word} at ${node.symbol} is `), gradient(g),
        say(` and ∂${node.symbol}/∂${walk.symbols.get(single.from)} = ${why}${decided(view, [single])}, so ${walk.symbols.get(single.from)} gets `),
        ...product(g, local, known(view, "flow", single.id)), ...outcome(walk, view, single, true), say("."),
      ];
    }
    const pieces = [say(`${node.symbol} = ${node.head} has the ${word} `), gradient(g), say(". It sends ")];
    sent.forEach((edge, i) => {
      if (i) pieces.push(say(i === sent.length - 1 ? ", and " : ", "));
      pieces.push(...product(g, known(view, "local", edge.id), known(view, "flow", edge.id)));
      pieces.push(say(` to ${operand(walk, edge)}`));
      if (sent.slice(i + 1).every((other) => other.from !== edge.from)) pieces.push(...outcome(walk, view, edge, false));
    });
    return [...pieces, say(`${decided(view, sent)}.`)];
  },

  done: (walk, view, notation) => {
    const variables = walk.run.nodes.filter((node) => node.op === "variable");
    const told = listed(variables.slice(0, LISTED).map((node) => {
      const unused = view.notes.has(`gradient/${node.id}`);
      return [say(`${notation.of(node.symbol)} = `), gradient(known(view, "gradient", node.id)), say(unused ? " (f does not depend on it)" : "")];
    }), variables.length);
    const first = variables.find((node) => !view.notes.has(`gradient/${node.id}`));
    const slope = first ? known(view, "gradient", first.id) : NaN;
    const times = shown(Math.abs(slope));
    const meaning = Number.isFinite(slope) && slope !== 0
      ? `. Move ${first?.symbol} a little, and f moves ${times === "1" ? "just" : `${times} times`} as much${slope < 0 ? ", the other way" : ""}.` : ".";
    return [...told, say(told.length ? meaning : "the function has no variable, so there is no gradient.")];
  },
};

/** "v₁ = x × x multiplies …: 3 × 3 = 9." @param {Walk} walk @param {View} view @returns {Piece[]} */
export function computed(walk, view) {
  const node = walk.nodes.get(view.active);
  if (!node) return [];
  if (walk.sums.has(node.id)) return added(walk, view, node);
  const numbers = node.args.map((arg) => known(view, "value", arg));
  const result = known(view, "value", node.id);
  const form = FORMS[node.op];
  const told = line(numbers, result, (args) => (form ? form(...args) : null));
  const note = view.notes.get(`value/${node.id}`);
  return [
    say(`${node.symbol} = ${node.head} ${doing(walk, node)}: ${filled(node.form ?? node.head, told.operands)} ${told.sign} `),
    value(told.result), say(note ? ` (${note}).` : "."),
  ];
}

/** A sum at work: all its terms at once. @param {Walk} walk @param {View} view @param {import("./state.js").Node} node @returns {Piece[]} */
function added(walk, view, node) {
  const terms = (walk.incoming.get(node.id) ?? []).map((edge) => known(view, "value", edge.from));
  const result = known(view, "value", node.id);
  if (terms.length > LISTED) return [say(`${node.symbol} adds ${terms.length} terms; they come to `), value(result), say(".")];
  return [say(`${node.symbol} = ${walk.head(node)} adds ${terms.length} terms: `), ...sum(terms, result, value), say(".")];
}

/** On the way back a sum multiplies by 1, whatever its terms are. @param {Walk} walk @param {View} view @param {import("./state.js").Node} node @param {string} word @returns {Piece[]} */
function handedOn(walk, view, node, word) {
  const edges = walk.incoming.get(node.id) ?? [];
  const pieces = [say(`${node.symbol}, a sum, has the ${word} `), gradient(known(view, "gradient", node.id)), say(` and hands the same ${word} to each of its ${edges.length} terms`)];
  if (edges.length > NAMED) return [...pieces, say(".")];
  edges.forEach((edge, i) => {
    pieces.push(say(`${i === 0 ? ": to " : i === edges.length - 1 ? ", and to " : ", to "}${walk.symbols.get(edge.from)}`));
    if (edges.slice(i + 1).every((other) => other.from !== edge.from)) pieces.push(...outcome(walk, view, edge, false));
  });
  return [...pieces, say(".")];
}

/** The local derivative and where it comes from: "y = 4", "cos(v₁) = 0.17". @param {Edge} edge @param {number} local */
function reason(edge, local) {
  const number = shown(local);
  if (!edge.formula || edge.formula === number) return number;
  return `${edge.formula} = ${number}`;
}

/** What became of a part: one of several, the last of a sum, or a constant's, which nobody keeps. @param {Walk} walk @param {View} view @param {Edge} edge @param {boolean} long @returns {Piece[]} */
function outcome(walk, view, edge, long) {
  const node = walk.nodes.get(edge.from);
  if (!node || node.varies === false) return [say(node?.op === "constant" ? ", a constant, which does not keep it" : ", which does not vary and does not keep it")];
  if (!walk.shared(node.id)) return spoiled(walk, view, node.id) ?? [];
  const arrived = view.arrived(node.id);
  const expected = walk.expected.get(node.id) ?? 0;
  if (arrived < expected) return [say(long ? `; that is ${arrived} of its ${expected} parts` : `, which now has ${arrived} of its ${expected} parts`)];
  const wrong = spoiled(walk, view, node.id);
  if (wrong) return wrong;
  const parts = walk.run.writes.filter((write) => write.box.startsWith("part/") && walk.edges.get(write.box.slice(5))?.from === node.id);
  const total = known(view, "gradient", node.id);
  if (parts.length > 3) return [say(`; its ${parts.length} parts now add up to `), gradient(total)];
  return [say("; its parts add up: "), ...sum(parts.map((write) => walk.final.get(write.box) ?? NaN), total, gradient)];
}

/** The line of code that does a step, as the notebook writes it, and the same line with its numbers. @param {Walk} walk @param {View} view @returns {{code: string, numbers: string}[]} */
export function codeOf(walk, view) {
  const node = walk.nodes.get(view.active);
  if (!node || walk.sums.has(node.id)) return []; // the notebook adds two by two
  const at = (/** @type {string} */ id) => shown(known(view, "value", id));
  if (view.kind === "given") return [{ code: "return self.value", numbers: `return ${at(node.id)}` }];
  if (view.kind === "seed") return [{ code: "f.backpropagate(1.0)", numbers: "" }];
  /** @param {string} text */
  const withNumbers = (text) => text
    .replace(/self\.([abc])\.(evaluate\(\)|value)/g, (_, letter) => bracket(at(node.args["abc".indexOf(letter)])))
    .replace(/self\.([abc])\./g, (_, letter) => `${walk.symbols.get(node.args["abc".indexOf(letter)])}.`)
    .replace(/self\.value/g, () => bracket(at(node.id)))
    .replace(/\bgradient\b/g, () => bracket(shown(known(view, "gradient", node.id))));
  if (view.kind === "compute") return [{ code: `return ${node.code ?? ""}`, numbers: `return ${withNumbers(node.code ?? "")}` }];
  const sent = (walk.incoming.get(node.id) ?? []).filter((edge) => edge.code && view.boxes.has(`flow/${edge.id}`));
  return sent.map((edge) => ({ code: edge.code ?? "", numbers: withNumbers(edge.code ?? "") }));
}
