/**
 * The sentence of a step. One grammar, one string: caption, live message and alternative text are the same.
 *
 * A sentence is a list of pieces, so that numbers can be coloured; `plain` joins them.
 * @typedef {import("./pieces.js").Piece} Piece
 * @typedef {import("./modes.js").Notation} Notation
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 */

import { exposed } from "./broken.js";
import { closer } from "./numbers.js";
import { counted, gradient, known, say, value } from "./pieces.js";
import { codeOf, computed, REVERSE } from "./sentences.js";
import { dualLine, DUAL, formulaLine, FORMULAS } from "./sentences_forward.js";
import { CURVED } from "./sentences_second.js";
import { NUDGED, nudgedLine } from "./sentences_numeric.js";
import { second } from "./state.js";

/** @param {Piece[]} pieces */
export const plain = (pieces) => pieces.map((piece) => piece.text).join("");

/** Who has the word in a walk. @param {Walk} walk @param {View} view */
function speaker(walk, view) {
  if (walk.run.mode === "forward") return DUAL;
  if (walk.run.mode === "symbolic") return FORMULAS;
  if (walk.run.mode === "second") return CURVED;
  return walk.run.mode === "numeric" && (view.phase === "start" || second(walk, view)) ? NUDGED : REVERSE;
}

/** @param {Walk} walk @param {View} view @param {Notation} notation @param {import("./folds.js").Folds} [folds] @returns {Piece[]} */
export function sentence(walk, view, notation, folds) {
  const head = /** @type {Piece} */ ({ text: `${named(view.stop)} of ${walk.last}, ${view.phase}${walk.run.bug ? ", broken on purpose" : ""}: `, kind: "phase" });
  if (view.covered && view.fresh.size) return [head, say("what comes now is covered. Say what you expect, then press K to see it.")];
  const card = view.stop.since === undefined ? undefined : folds?.behind.get(view.active);
  if (folds && card) return [head, ...bind(throughGroup(walk, view, notation, folds, card))];
  if (walk.run.bug && view.kind === "done") return [head, ...bind(exposed(walk, view, notation))];
  return [head, ...bind(speaker(walk, view)[view.kind]?.(walk, view, notation, () => computed(walk, view)) ?? [])];
}

/** "Step 9", "Step 9.2", "Steps 3 to 9". @param {import("./state.js").Stop} stop */
function named({ step, part, single, since = step }) {
  return since === step ? `Step ${step}${single ? `.${part}` : ""}` : `Steps ${since} to ${step}`;
}

/** The boxes whose writes are counted in a folded group. @type {Record<string, string>} */
const GROUP_WORK = { backpropagate: "flow/", nudge: "nudged/" };

/** How a folded group is opened, where it can be. @param {import("./folds.js").Folds} folds */
const invitation = (folds) => (folds.fixed ? "" : " Press G to open it.");

/** What happens in a folded group, as one step. @param {Walk} walk @param {View} view @param {Notation} notation @param {import("./folds.js").Folds} folds @param {string} card @returns {Piece[]} */
function throughGroup(walk, view, { word, of }, folds, card) {
  const label = folds.groups.get(card)?.label ?? "the group";
  const { nodes, gives } = folds.cards.get(card) ?? { nodes: [], gives: [] };
  const worked = GROUP_WORK[view.phase] ?? "value/";
  const given = (/** @type {string} */ box) => worked !== "flow/" && !walk.nodes.get(box.slice(worked.length))?.args.length;
  const boxes = [...view.fresh].filter((box) => box.startsWith(worked));
  if (view.kind === "given") return [say(`${counted(boxes.length, "variable")} ${boxes.length === 1 ? "is" : "are"} given, used only inside ${label}.`)];
  const inside = boxes.filter((box) => !given(box)).length;
  const [only] = gives;
  if (view.phase !== "backpropagate") {
    const out = view.boxes.get(`nudged/${only}`);
    const result = gives.length === 1 && view.boxes.has(`value/${only}`)
      ? [say(`; out comes ${walk.symbols.get(only)} = `), value(out === undefined ? known(view, "value", only) : closer(out))] : [say(`; ${gives.length} of them ${gives.length === 1 ? "goes" : "go"} on`)];
    return [say(`${label} works out ${counted(inside, "value")} inside`), ...result, say(`.${invitation(folds)}`)];
  }
  const named = nodes.map((node) => walk.nodes.get(node)).filter((node) => node?.op === "variable").length;
  const came = gives.length === 1 ? [say(`${of(walk.symbols.get(only) ?? "")} = `), gradient(known(view, "gradient", only))] : [say(`${gives.length} ${word}s`)];
  const feeding = named ? `, to the ${named === 1 ? "variable" : `${named} variables`} inside and out to what feeds it` : "";
  return [say(`${label} takes in `), ...came, say(` and sends ${counted(inside, "part")} back along its arrows${feeding}.${invitation(folds)}`)];
}

/** No line break inside a formula: the spaces around its signs do not break. @param {Piece[]} pieces */
function bind(pieces) {
  return pieces.map((piece) => ({ ...piece, text: piece.text.replace(/ ([=≈×+−/^]) /g, "\u00a0$1\u00a0").replace(/([=≈×+−]) $/, "$1\u00a0").replace(/^ ([=≈×+−])/, "\u00a0$1") }));
}

/** What stands under the sentence: lines of code with their numbers, or the same step in another writing. @param {Walk} walk @param {View} view @returns {{code: string, numbers: string}[]|Piece[][]} */
export function lines(walk, view) {
  const { mode } = walk.run;
  if (view.kind !== "given" && view.kind !== "compute" && mode !== "reverse") return [];
  if (mode === "forward") return dualLine(walk, view);
  if (mode === "symbolic") return formulaLine(walk, view);
  if (mode === "second") return view.kind === "send" ? [] : dualLine(walk, view);
  return mode === "numeric" && second(walk, view) ? nudgedLine(walk, view) : codeOf(walk, view);
}
