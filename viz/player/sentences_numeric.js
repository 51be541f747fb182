/**
 * The sentences of a numeric derivative: the function is worked out a second time, with one variable moved.
 *
 * @typedef {import("./pieces.js").Piece} Piece
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 */

import { closer, shown } from "./numbers.js";
import { gradient, known, say, sum, value } from "./pieces.js";

/** @type {Record<string, (walk: Walk, view: View) => Piece[]>} the second time */
export const NUDGED = {
  start: (walk) => [say(`no rule is needed here, only patience: f is worked out once at the point and once more with ${walk.seed} moved by ε = ${shown(walk.run.eps ?? NaN)}, and the two are compared.`)],

  given: (walk, view) => {
    const name = walk.symbols.get(view.active) ?? "";
    const [before, after] = [known(view, "value", view.active), known(view, "nudged", view.active)];
    if (!walk.moves(view.active)) return [say(`${name} is held where it was, at `), value(before), say(".")];
    if (before === after) return [say(`${name} should move by ε = ${shown(walk.run.eps ?? NaN)}, but a 64-bit number near ${shown(before)} has no digit that small: it stays `), value(before), say(".")];
    return [say(`${name} is nudged by ε: ${shown(before)} becomes `), value(closer(after)), say(".")];
  },

  compute: (walk, view) => {
    const node = walk.nodes.get(view.active);
    if (!node) return [];
    const moved = known(view, "moved", node.id);
    const told = [say(`${node.symbol} = ${walk.head(node)} is worked out again: `), value(closer(known(view, "nudged", node.id)))];
    if (moved === 0) return [...told, say(", as before.")];
    return [...told, say(`. It was ${shown(known(view, "value", node.id))}, so it moved by `), gradient(moved), say(".")];
  },

  done: (walk, view) => {
    const at = walk.run.function.output;
    const [moved, eps] = [known(view, "moved", at), walk.run.eps ?? NaN];
    const n = walk.run.function.variables.length;
    const cost = n === 1 ? "" : ` Two evaluations gave one number; the whole gradient takes ${n + 1}.`;
    const error = known(view, "error", at);
    const verdict = error === 0 ? [say(", and this agrees to the last digit.")] : [say(", so this is off by "), gradient(error), say(".")];
    return [say(`f moved by ${closer(moved)} when ${walk.seed} moved by ${shown(eps)}; the quotient of the two is `), gradient(closer(known(view, "quotient", at))), say(". The rules give "), gradient(known(view, "exact", at)), ...verdict, say(cost)];
  },
};

/** The line of code of a step of the second evaluation. @param {Walk} walk @param {View} view @returns {Piece[][]} */
export function nudgedLine(walk, view) {
  if (view.kind !== "given" || !walk.moves(view.active)) return [];
  const name = walk.symbols.get(view.active);
  return [[say(`${name} + ε: `), ...sum([known(view, "value", view.active), walk.run.eps ?? NaN], known(view, "nudged", view.active), value)]];
}
