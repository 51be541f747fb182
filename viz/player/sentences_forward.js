/**
 * The sentences of the walks forward: dual numbers, whose tangents come along with the values, and symbolic
 * differentiation, where formulas do.
 *
 * @typedef {import("./pieces.js").Piece} Piece
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 * @typedef {import("./modes.js").Notation} Notation
 */

import { FORMS } from "./forms.js";
import { added, dual, multiplied, shown, sign } from "./numbers.js";
import { bracket, decided, gradient, known, operand, product, say, struck, sum, value, verb } from "./pieces.js";

const LINEAR = new Set(["add", "sub", "neg"]);

/** @type {Record<string, (walk: Walk, view: View, notation: Notation, computed: () => Piece[]) => Piece[]>} */
export const DUAL = {
  start: (walk) => [say(`every node gets its value and, with it, its tangent: how fast it moves when ${walk.seed} ${verb(walk)}. Both go from left to right.`)],

  given: (walk, view) => {
    const name = walk.symbols.get(view.active) ?? "";
    const tangent = known(view, "tangent", view.active);
    const told = [say(`${name} is given: `), value(known(view, "value", view.active))];
    if (walk.moves(view.active) && !walk.along) return [...told, say(", and moves as fast as was typed: "), gradient(tangent), say(".")];
    if (walk.moves(view.active)) return [...told, say(". It is the seed of this walk, so its tangent is "), gradient(tangent), say(".")];
    return [...told, say(`. It stays where it is when ${walk.seed} ${verb(walk)}: its tangent is `), gradient(0), say(".")];
  },

  compute: (walk, view, _, computed) => {
    const came = arriving(walk, view);
    const total = known(view, "tangent", view.active);
    if (!came.length) return [...computed(), say(` Nothing that it is made of moves with ${walk.seed}: its tangent is `), gradient(total), say(".")];
    const parts = came.flatMap((edge, i) => [
      say(i ? (i === came.length - 1 ? " and " : ", ") : " "),
      ...product(known(view, "tangent", edge.from), known(view, "local", edge.id), known(view, "flow", edge.id)),
      say(` from ${operand(walk, edge)}`),
    ]);
    const end = say(`${decided(view, came)}.`);
    if (came.length === 1) return [...computed(), say(" Its tangent is tangent times rule:"), ...parts, end];
    return [...computed(), say(" Tangent times rule gives"), ...parts, say(", together "), ...sum(came.map((edge) => known(view, "flow", edge.id)), total, gradient), end];
  },

  done: (walk, view) => {
    const slope = known(view, "tangent", walk.run.function.output);
    const n = walk.run.function.variables.length;
    const moving = n === 1 ? `${walk.seed} moves` : "the variables move";
    if (!walk.along) return [say("the tangent of the output is "), gradient(slope), say(`: that is how fast f moves when ${moving} as fast as was typed. It is the directional derivative, in one walk.`)];
    const cost = n === 1 ? "" : ` This walk was about ${walk.seed} alone: the whole gradient takes ${n} walks, one a variable.`;
    return [say(`∂f/∂${walk.seed} = `), gradient(slope), say(`, the tangent of the output.${cost}`)];
  },
};

/** The edges along which a tangent came to the node at work. @param {Walk} walk @param {View} view */
function arriving(walk, view) {
  return (walk.incoming.get(view.active) ?? []).filter((edge) => view.boxes.has(`flow/${edge.id}`));
}

/** The same step in dual numbers, ε² struck out: (3 + 1ε) × (5 + 4ε) = 15 + 12ε + 5ε + 4ε². @param {Walk} walk @param {View} view @returns {Piece[][]} */
export function dualLine(walk, view) {
  const node = walk.nodes.get(view.active);
  if (!node) return [];
  const [a, b] = [known(view, "value", node.id), known(view, "tangent", node.id)];
  if (view.kind === "given") return [[say(`${node.symbol} = ${dual(a, b)}`)]];
  const operands = node.args.map((arg) => [known(view, "value", arg), view.boxes.get(`tangent/${arg}`) ?? 0]);
  if (walk.head(node) !== node.head) return [[say(`${node.symbol} = ${dual(a, b)}`)]]; // a sum, of many
  const left = spelled(node, operands);
  if (node.op !== "mul") return [[say(`${left} ${dualSign(node, operands, [a, b])} ${dual(a, b)}`)]];
  const [[u, du], [w, dw]] = operands;
  const cross = [[u, dw], [du, w]].filter(([x, y]) => x * y !== 0);
  const square = du * dw === 0 ? [] : [[du, dw]];
  const exact = [[u, w], ...cross, ...square].every((pair) => sign(pair, multiplied(pair), multiplied) === "=");
  const terms = cross.map(multiplied);
  const told = [say(`${left} ${exact ? "=" : "≈"} ${shown(a)}${terms.map((x) => ` + ${bracket(shown(x))}ε`).join("")}`), ...square.map((pair) => struck(` + ${bracket(shown(multiplied(pair)))}ε²`))];
  const gathered = square.length || terms.length > 1 ? ` ${terms.length ? sign(terms, b, added) : "="} ${dual(a, b)}` : "";
  return [[...told, say(gathered)]];
}

/** The sign before a dual number: values are compared, and tangents where the operation is the same on them. @param {import("./state.js").Node} node @param {number[][]} operands @param {number[]} result */
function dualSign({ op }, operands, result) {
  const form = FORMS[op];
  const parts = LINEAR.has(op) ? [0, 1] : [0];
  const signs = parts.map((part) => sign(operands.map((pair) => pair[part]), result[part], (numbers) => (form ? form(...numbers) : null)));
  return signs.includes("≈") ? "≈" : "=";
}

/** @param {import("./state.js").Node} node @param {number[][]} operands */
function spelled(node, operands) {
  const texts = operands.map(([a, b]) => dual(a, b));
  const call = /^[a-z]\w*\(/.test(node.form ?? "");
  return (node.form ?? node.head).replace(/\{(\d)\}/g, (_, i) => (call ? texts[i] : `(${texts[i]})`));
}

const TOGETHER = 64; // characters of a rule and a formula that make two lines with the words around them

/** @type {Record<string, (walk: Walk, view: View, notation: Notation, computed: () => Piece[]) => Piece[]>} */
export const FORMULAS = {
  start: (walk) => [say(`every node gets a formula: its derivative along ${walk.seed}, made from the formulas of what it is computed from, one rule at a time.`)],

  given: (walk, view) => {
    const name = walk.symbols.get(view.active) ?? "";
    if (walk.moves(view.active)) return [say(`${name} moves as fast as itself: ∂${name}/∂${walk.seed} = `), gradient("1"), say(".")];
    return [say(`${name} does not depend on ${walk.seed}: ∂${name}/∂${walk.seed} = `), gradient("0"), say(".")];
  },

  compute: (walk, view) => {
    const node = walk.nodes.get(view.active);
    const write = walk.written.get(`tangent/${view.active}`);
    if (!node || !write) return [];
    const name = `∂${node.symbol}/∂${walk.seed}`;
    const head = say(`${node.symbol} = ${walk.head(node)}. `);
    if (!write.rule) return [head, say(`It does not depend on ${walk.seed}: ${name} = `), gradient("0"), say(".")];
    const told = [head, say(`By the ${write.rule}${write.rule.endsWith("rule") ? "" : " rule"}, ${name} = `), gradient(write.general ?? ""), say(".")];
    if (!write.formula) return [...told, say(" Written out, that is too long to read.")];
    const short = (write.general ?? "").length + write.formula.length < TOGETHER && write.formula !== write.general;
    return short ? [...told, say(" Filled in and made simple: "), gradient(write.formula), say(".")] : told;
  },

  done: (walk, view) => {
    const write = walk.written.get(`tangent/${walk.run.function.output}`);
    const slope = known(view, "tangent", walk.run.function.output);
    const formula = write?.formula && write.formula !== shown(slope) && write.formula.length < TOGETHER ? [say(" = "), gradient(write.formula)] : [];
    return [say(`∂f/∂${walk.seed}`), ...formula, say(", at this point "), gradient(slope), say(". It is a function again: open it as a graph, and differentiate it once more.")];
  },
};

/** The formula of a step as the rule gives it, and what was made of it. @param {Walk} walk @param {View} view @returns {Piece[][]} */
export function formulaLine(walk, view) {
  const write = walk.written.get(`tangent/${view.active}`);
  if (!write?.raw || !write.rule) return [];
  const why = (write.rewrites ?? []).join("; ");
  return [[say(`filled in: ${write.raw}`)], ...(why ? [[say(`made simple: ${write.formula}  (${why})`)]] : [])];
}
