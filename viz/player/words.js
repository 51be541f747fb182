/**
 * The sentence of a step. One grammar, one string: caption, live message and alternative text are the same.
 *
 * A sentence is a list of pieces, so that numbers can be coloured; `plain` joins them.
 * @typedef {{text: string, kind?: "phase"|"value"|"gradient"}} Piece
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 * @typedef {import("./state.js").Edge} Edge
 */

import { FORMS } from "./forms.js";
import { line, shown } from "./numbers.js";

/** @param {Piece[]} pieces */
export const plain = (pieces) => pieces.map((piece) => piece.text).join("");

/** @param {number|string} x @returns {Piece} */
const value = (x) => ({ text: typeof x === "number" ? shown(x) : x, kind: "value" });
/** @param {number|string} x @returns {Piece} */
const gradient = (x) => ({ text: typeof x === "number" ? shown(x) : x, kind: "gradient" });
/** @param {string} text @returns {Piece} */
const say = (text) => ({ text });

/** How gradients are called and written: for learners, and for those who know bars. */
export const NOTATIONS = {
  gradient: { word: "gradient", of: (/** @type {string} */ name) => `∂f/∂${name}` },
  adjoint: { word: "adjoint", of: (/** @type {string} */ name) => name.replace(/^(\p{L}+)/u, "$1\u0304") },
};
/** @typedef {{word: string, of: (name: string) => string}} Notation */

/** @param {Walk} walk @param {View} view @param {Notation} notation @param {import("./folds.js").Folds} [folds] @returns {Piece[]} */
export function sentence(walk, view, notation, folds) {
  const { step, part, single: byPart } = view.stop;
  const phase = { start: "start", evaluate: "evaluate", backpropagate: "backpropagate", done: "done" }[view.phase] ?? view.phase;
  const head = { text: `Step ${step}${byPart ? `.${part}` : ""} of ${walk.last}, ${phase}: `, kind: /** @type {"phase"} */ ("phase") };
  if (view.covered && view.fresh.size) return [head, say("what comes now is covered. Say what you expect, then press K to see it.")];
  const card = view.stop.since === undefined ? undefined : folds?.behind.get(view.active);
  if (folds && card) return [steps(walk, view), ...bind(throughGroup(walk, view, notation, folds, card))];
  return [head, ...bind(SENTENCES[view.kind]?.(walk, view, notation) ?? [])];
}

/** @param {Walk} walk @param {View} view @returns {Piece} */
function steps(walk, view) {
  const { since, step } = view.stop;
  return { text: `Step${since === step ? "" : `s ${since} to`} ${step} of ${walk.last}, ${view.phase}: `, kind: "phase" };
}

/** How a folded group is opened, where it can be. @param {import("./folds.js").Folds} folds */
const invitation = (folds) => (folds.fixed ? "" : " Press G to open it.");

/** What happens in a folded group, as one step. @param {Walk} walk @param {View} view @param {Notation} notation @param {import("./folds.js").Folds} folds @param {string} card @returns {Piece[]} */
function throughGroup(walk, view, { word, of }, folds, card) {
  const label = folds.groups.get(card)?.label ?? "the group";
  const { nodes, gives } = folds.cards.get(card) ?? { nodes: [], gives: [] };
  const inside = [...view.fresh].filter((box) => box.startsWith(view.phase === "evaluate" ? "value/" : "flow/")).length;
  if (view.kind === "given") return [say(`${inside} ${inside === 1 ? "variable is" : "variables are"} given, all used inside ${label}.`)];
  const [only] = gives;
  if (view.phase === "evaluate") {
    const result = gives.length === 1 && view.boxes.has(`value/${only}`)
      ? [say(`; out comes ${walk.symbols.get(only)} = `), value(known(view, "value", only))] : [say(`; ${gives.length} of them go on`)];
    return [say(`${label} works out ${inside} ${inside === 1 ? "value" : "values"} inside`), ...result, say(`.${invitation(folds)}`)];
  }
  const named = nodes.map((node) => walk.nodes.get(node)).filter((node) => node?.op === "variable").length;
  const came = gives.length === 1 ? [say(`${of(walk.symbols.get(only) ?? "")} = `), gradient(known(view, "gradient", only))] : [say(`${gives.length} ${word}s`)];
  return [say(`${label} takes in `), ...came, say(` and sends ${inside} parts back along its arrows${named ? `, to the ${named} variables inside and out to what feeds it` : ""}.${invitation(folds)}`)];
}

/** No line break inside a formula: the spaces around its signs do not break. @param {Piece[]} pieces */
function bind(pieces) {
  return pieces.map((piece) => ({ ...piece, text: piece.text.replace(/ ([=≈×+−/^]) /g, "\u00a0$1\u00a0").replace(/([=≈×+−]) $/, "$1\u00a0").replace(/^ ([=≈×+−])/, "\u00a0$1") }));
}

/** @type {Record<string, (walk: Walk, view: View, notation: Notation) => Piece[]>} */
const SENTENCES = {
  start: (walk) => {
    const constants = walk.run.nodes.some((node) => node.op === "constant");
    return [say(`nothing is known yet${constants ? " but the constants" : ""}. First every value is worked out from left to right, then the gradients are carried back.`)];
  },

  given: (walk, view) => {
    const uses = (walk.outgoing.get(view.active) ?? []).length;
    const times = uses > 1 ? `, and used ${uses} times` : uses ? "" : ", and not used at all";
    return [say(`${walk.symbols.get(view.active)} is given: `), value(known(view, "value", view.active)), say(`${times}.`)];
  },

  compute: (walk, view) => {
    const node = walk.nodes.get(view.active);
    if (!node) return [];
    const numbers = node.args.map((arg) => known(view, "value", arg));
    const result = known(view, "value", node.id);
    const form = FORMS[node.op];
    const told = line(numbers, result, (args) => (form ? form(...args) : null));
    const note = view.notes.get(`value/${node.id}`);
    return [
      say(`${node.symbol} = ${node.head} ${doing(walk, node)}: ${filled(node.form ?? node.head, told.operands)} ${told.sign} `),
      value(told.result), say(note ? ` (${note}).` : "."),
    ];
  },

  seed: (walk, view, { word }) => {
    const symbol = walk.symbols.get(view.active) ?? "";
    const first = word === "gradient" ? "the walk back starts with ∂f/∂f = " : `the walk back starts with the adjoint of the output = `;
    const name = symbol === "f" ? "the output f" : `${symbol}, the output f`;
    return [say(first), gradient(known(view, "gradient", view.active)), say(` at ${name}: whatever it gains, f gains just that. Each arrow into a card now shows its rule.`)];
  },

  send: (walk, view, { word }) => {
    const node = walk.nodes.get(view.active);
    if (!node) return [];
    const all = (walk.incoming.get(node.id) ?? []).filter((edge) => walk.final.has(`flow/${edge.id}`));
    const sent = all.filter((edge) => view.boxes.has(`flow/${edge.id}`));
    const single = view.stop.single ? sent.at(-1) : sent.length === 1 ? sent[0] : null;
    const g = known(view, "gradient", node.id);
    if (single) {
      const local = known(view, "local", single.id);
      const why = reason(single, local);
      return [
        say(`${operand(walk, single)} feeds ${node.symbol} = ${node.head}. The ${word} at ${node.symbol} is `), gradient(g),
        say(` and ∂${node.symbol}/∂${walk.symbols.get(single.from)} = ${why}, so ${walk.symbols.get(single.from)} gets `),
        ...product(g, local, known(view, "flow", single.id)), ...outcome(walk, view, single, true), say("."),
      ];
    }
    const pieces = [say(`${node.symbol} = ${node.head} has the ${word} `), gradient(g), say(". It sends ")];
    sent.forEach((edge, i) => {
      if (i) pieces.push(say(i === sent.length - 1 ? ", and " : ", "));
      pieces.push(...product(g, known(view, "local", edge.id), known(view, "flow", edge.id)));
      const twice = sent.some((other) => other !== edge && other.from === edge.from);
      pieces.push(say(` to ${walk.symbols.get(edge.from)}${twice ? ` as the ${edge.role}` : ""}`));
      if (!twice || i === sent.length - 1) pieces.push(...outcome(walk, view, edge, false));
    });
    return [...pieces, say(".")];
  },

  done: (walk, view, notation) => {
    const variables = walk.run.nodes.filter((node) => node.op === "variable");
    const told = variables.slice(0, 6).flatMap((node, i) => {
      const unused = view.notes.has(`gradient/${node.id}`);
      const joint = i === 0 ? "" : i === Math.min(variables.length, 6) - 1 ? " and " : ", ";
      return [say(`${joint}${notation.of(node.symbol)} = `), gradient(known(view, "gradient", node.id)), say(unused ? " (f does not depend on it)" : "")];
    });
    const first = variables.find((node) => !view.notes.has(`gradient/${node.id}`));
    const slope = first ? known(view, "gradient", first.id) : NaN;
    const meaning = Number.isFinite(slope) && slope !== 0
      ? `. Move ${first?.symbol} a little, and f moves ${shown(Math.abs(slope))} times as much${slope < 0 ? ", the other way" : ""}.` : ".";
    return [...told, say(told.length ? meaning : "the function has no variable, so there is no gradient.")];
  },
};

/** @param {View} view @param {string} kind @param {string} id */
const known = (view, kind, id) => view.boxes.get(`${kind}/${id}`) ?? NaN;

/** "multiplies x by y", and where both are the same node "multiplies its left factor x by its right factor x". @param {Walk} walk @param {import("./state.js").Node} node */
function doing(walk, node) {
  const twice = new Set(node.args).size < node.args.length;
  const names = (walk.incoming.get(node.id) ?? []).map((edge) => {
    const name = walk.symbols.get(edge.from) ?? "";
    return twice && edge.role ? `its ${edge.role} ${name}` : name;
  });
  return filled(node.words ?? "is worked out", names);
}

/** Slots {0}, {1}, … filled in; a negative number is put into brackets where an operator stands before it. @param {string} template @param {string[]} texts */
export function filled(template, texts) {
  return template.replace(/\{(\d)\}/g, (slot, i, offset) => {
    const text = texts[Number(i)] ?? "";
    const before = template.slice(0, offset).trimEnd();
    const bare = !text.startsWith("−") || (before === "" && !template.includes("^")) || "(,|".includes(before.at(-1) ?? "+");
    return bare ? text : `(${text})`;
  });
}

/** @param {number} g @param {number} local @param {number} flow @returns {Piece[]} */
function product(g, local, flow) {
  const told = line([g, local], flow, ([a, b]) => a * b);
  const [left, right] = told.operands.map((text, i) => (i && text.startsWith("−") ? `(${text})` : text));
  return [say(`${left} × ${right} ${told.sign} `), gradient(told.result)];
}

/** The local derivative and where it comes from: "y = 4", "cos(v₁) = 0.17". @param {Edge} edge @param {number} local */
function reason(edge, local) {
  const number = shown(local);
  if (!edge.formula || edge.formula === number) return number;
  return `${edge.formula} = ${number}`;
}

/** "the left factor x" where an operation has the same node twice, else "x". @param {Walk} walk @param {Edge} edge */
function operand(walk, edge) {
  const twice = (walk.incoming.get(edge.to) ?? []).filter((other) => other.from === edge.from).length > 1;
  const name = walk.symbols.get(edge.from) ?? "";
  return twice && edge.role ? `${name}, the ${edge.role},` : name;
}

/** What became of a part: one of several, the last of a sum, or a constant's, which nobody keeps. @param {Walk} walk @param {View} view @param {Edge} edge @param {boolean} long @returns {Piece[]} */
function outcome(walk, view, edge, long) {
  const node = walk.nodes.get(edge.from);
  if (!node || node.varies === false) return [say(node?.op === "constant" ? ", a constant, which does not keep it" : ", which does not vary and does not keep it")];
  if (!walk.shared(node.id)) return [];
  const arrived = view.arrived.get(node.id) ?? 0;
  const expected = walk.expected.get(node.id) ?? 0;
  if (arrived < expected) return [say(long ? `; that is ${arrived} of its ${expected} parts` : `, which now has ${arrived} of its ${expected} parts`)];
  const parts = walk.run.writes.filter((write) => write.box.startsWith("part/") && walk.edges.get(write.box.slice(5))?.from === node.id);
  const total = known(view, "gradient", node.id);
  if (parts.length > 3) return [say(`; its ${parts.length} parts now add up to `), gradient(total)];
  const told = line(parts.map((write) => walk.final.get(write.box) ?? NaN), total, (numbers) => numbers.reduce((a, b) => a + b));
  const sum = told.operands.map((text, i) => (i && text.startsWith("−") ? `(${text})` : text)).join(" + ");
  return [say(`; its parts add up: ${sum} ${told.sign} `), gradient(told.result)];
}

/** The line of code that does a step, as the notebook writes it, and the same line with its numbers. @param {Walk} walk @param {View} view @returns {{code: string, numbers: string}[]} */
export function code(walk, view) {
  const node = walk.nodes.get(view.active);
  if (!node) return [];
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

/** @param {string} number */
const bracket = (number) => (number.startsWith("−") ? `(${number})` : number);
