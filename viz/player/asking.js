/**
 * What is said about a prediction: the question, and one sentence about the answer. Nobody is scolded.
 *
 * @typedef {import("./pieces.js").Piece} Piece
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./questions.js").Question} Question
 */

import { right } from "./grading.js";
import { recognised } from "./mistakes.js";
import { shown } from "./numbers.js";
import { verb } from "./pieces.js";

/** @type {Record<string, (walk: Walk, id: string) => string>} */
const ASKED = {
  value: (walk, id) => {
    const node = /** @type {import("./state.js").Node} */ (walk.nodes.get(id));
    return `What is ${node.symbol} = ${walk.head(node)}?`;
  },
  local: (walk, id) => {
    const { from, to, role, head } = named(walk, id);
    return `${to} = ${head}. What is its local derivative ∂${to}/∂${from}${role}?`;
  },
  flow: (walk, id) => {
    const { from, to, role } = named(walk, id);
    return walk.mode.back ? `What does ${to} send back to ${from}${role}?` : `What does ${from} bring to the tangent of ${to}${role}?`;
  },
  gradient: (walk, id) => {
    const name = walk.symbols.get(id);
    if (id === walk.run.function.output) return `The walk back starts at ${name}, the output f. What is ∂f/∂f there?`;
    const parts = walk.expected.get(id) ?? 0;
    return walk.shared(id) ? `${parts === 2 ? "Both" : `All ${parts}`} parts of ${name} are in. What is ∂f/∂${name}?` : `Nothing arrived at ${name}. What is ∂f/∂${name}?`;
  },
  tangent: (walk, id) => `How fast does ${walk.symbols.get(id)} move when ${walk.seed} ${verb(walk)}? What is its tangent?`,
};

/** @param {Walk} walk @param {string} id of an edge */
function named(walk, id) {
  const edge = /** @type {import("./state.js").Edge} */ (walk.edges.get(id));
  const to = walk.target(edge);
  const twice = (walk.incoming.get(to) ?? []).filter((other) => other.from === edge.from).length > 1;
  const node = walk.nodes.get(to);
  return { from: walk.symbols.get(edge.from) ?? "", to: walk.symbols.get(to) ?? "", role: twice && edge.role ? `, its ${edge.role}` : "", head: node ? walk.head(node) : "" };
}

/** @param {Walk} walk @param {Question} question */
export const asked = (walk, { what, id }) => ASKED[what](walk, id);

/**
 * What an answer was.
 * @param {Walk} walk @param {Question} question @param {number} answer
 * @returns {{right: boolean, mistake: string, text: string}} `mistake` is the name of a usual one, "" if it is none
 */
export function verdict(walk, question, answer) {
  const truth = walk.final.get(question.box) ?? NaN;
  if (right(answer, truth)) {
    const near = shown(answer) !== shown(truth);
    return { right: true, mistake: "", text: near ? `Right: ${shown(answer)} is near enough to ${shown(truth)}.` : `Right: ${shown(truth)}.` };
  }
  const mistake = recognised(walk, question, answer);
  const why = mistake ? `: ${mistake.why}` : "";
  return { right: false, mistake: mistake?.name ?? "", text: `It is ${shown(truth)}, not ${shown(answer)}${why}.` };
}
