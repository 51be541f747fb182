/**
 * The sentences of forward over reverse: the walk of reverse mode, on dual numbers.
 *
 * @typedef {import("./pieces.js").Piece} Piece
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 */

import { dual } from "./numbers.js";
import { gradient, known, listed, say, value } from "./pieces.js";

const LISTED = 4; // variables whose second derivatives stand in a sentence

/** @param {View} view @param {string} kind @param {string} id */
const pair = (view, kind, id) => dual(known(view, kind, id), view.boxes.get(`${kind === "value" ? "tangent" : `${kind}-tangent`}/${id}`) ?? 0);

/** @type {Record<string, (walk: Walk, view: View) => Piece[]>} */
export const CURVED = {
  start: (walk) => [say(`this is reverse mode once more, but every number also says how fast it moves with ${walk.seed}. What that makes of the gradient is the second derivatives.`)],

  given: (walk, view) => [
    say(`${walk.symbols.get(view.active)} is given: `), value(pair(view, "value", view.active)), say(walk.moves(view.active) ? ", since it is the seed." : `, since it stays where it is when ${walk.seed} moves.`),
  ],

  compute: (walk, view) => {
    const node = walk.nodes.get(view.active);
    return [say(`${node?.symbol} = ${node ? walk.head(node) : ""} is worked out on dual numbers: `), value(pair(view, "value", view.active)), say(".")];
  },

  seed: (walk, view) => [say(`the walk back starts at ${walk.symbols.get(view.active)} with `), gradient(pair(view, "gradient", view.active)), say(": ∂f/∂f is 1 and stays 1. Each arrow now carries a dual number back.")],

  send: (walk, view) => {
    const node = walk.nodes.get(view.active);
    const sent = (walk.incoming.get(view.active) ?? []).filter((edge) => view.boxes.has(`flow/${edge.id}`));
    const parts = sent.flatMap((edge, i) => [
      say(i ? (i === sent.length - 1 ? ", and " : ", ") : ""),
      say(`(${pair(view, "gradient", view.active)}) × (${pair(view, "local", edge.id)}) → `), gradient(pair(view, "flow", edge.id)), say(` to ${walk.symbols.get(edge.from)}`),
    ]);
    return [say(`${node?.symbol} = ${node ? walk.head(node) : ""} sends gradient times rule, both dual: `), ...parts, say(".")];
  },

  done: (walk, view) => {
    const variables = walk.run.nodes.filter((node) => node.op === "variable");
    const told = variables.slice(0, LISTED).map((node) => [say(`∂²f/∂${node.symbol}∂${walk.seed} = `), gradient(view.boxes.get(`gradient-tangent/${node.id}`) ?? 0)]);
    return [say("the gradients' tangents are a column of the Hessian: "), ...listed(told, variables.length), say(".")];
  },
};
