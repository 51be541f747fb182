/**
 * What sentences are made of: pieces of text, some of them numbers in the colour of what they are.
 *
 * @typedef {{text: string, kind?: "phase"|"verdict"|"value"|"gradient"|"struck"}} Piece
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 */

import { added, line, multiplied, shown } from "./numbers.js";

/** @param {string} text @returns {Piece} */
export const say = (text) => ({ text });
/** @param {number|string} x @returns {Piece} */
export const value = (x) => ({ text: typeof x === "number" ? shown(x) : x, kind: "value" });
/** @param {number|string} x @returns {Piece} */
export const gradient = (x) => ({ text: typeof x === "number" ? shown(x) : x, kind: "gradient" });
/** @param {string} text @returns {Piece} what falls away */
export const struck = (text) => ({ text, kind: "struck" });

/** @param {View} view @param {string} kind @param {string} id */
export const known = (view, kind, id) => view.boxes.get(`${kind}/${id}`) ?? NaN;

/** "x", and where an operation has the same node twice "x as the left factor". @param {Walk} walk @param {import("./state.js").Edge} edge */
export function operand(walk, edge) {
  const twice = (walk.incoming.get(edge.to) ?? []).filter((other) => other.from === edge.from).length > 1;
  return `${walk.symbols.get(edge.from)}${twice && edge.role ? ` as the ${edge.role}` : ""}`;
}

/** The word on rules that a convention decided, and not calculus: " (at a tie …)"; two of an operation have the same. @param {View} view @param {import("./state.js").Edge[]} edges */
export const decided = (view, edges) => [...new Set(edges.flatMap((edge) => view.notes.get(`local/${edge.id}`) ?? []))].map((note) => ` (${note})`).join("");

/** A number as an operand: a negative one stands in brackets. @param {string} number */
export const bracket = (number) => (number.startsWith("−") ? `(${number})` : number);

/** "1 + 2 + 3 = 6". @param {number[]} numbers @param {number} result @param {(x: string) => Piece} shape @returns {Piece[]} */
export function sum(numbers, result, shape) {
  const told = line(numbers, result, added);
  return [say(`${told.operands.map((text, i) => (i ? bracket(text) : text)).join(" + ")} ${told.sign} `), shape(told.result)];
}

/** "6 × 4 = 24". @param {number} left @param {number} right @param {number} result @returns {Piece[]} */
export function product(left, right, result) {
  const told = line([left, right], result, multiplied);
  return [say(`${told.operands[0]} × ${bracket(told.operands[1])} ${told.sign} `), gradient(told.result)];
}

/** "1 part", "2 parts". @param {number|string} n @param {string} word */
export const counted = (n, word) => `${n} ${word}${String(n) === "1" ? "" : "s"}`;

/** "a, b and c", or of many the first: "a, b and 5 more". @param {Piece[][]} items @param {number} all how many there are @returns {Piece[]} */
export function listed(items, all) {
  const told = all > items.length ? [...items, [say(`${all - items.length} more`)]] : items;
  return told.flatMap((item, i) => (i ? [say(i === told.length - 1 ? " and " : ", "), ...item] : item));
}

/** x moves, x and y move. @param {Walk} walk */
export const verb = (walk) => (walk.seed.includes(" and ") ? "move" : "moves");

/** Slots {0}, {1}, … filled in; a negative number is put into brackets where an operator stands before it. @param {string} template @param {string[]} texts */
export function filled(template, texts) {
  return template.replace(/\{(\d)\}/g, (slot, i, offset) => {
    const text = texts[Number(i)] ?? "";
    const before = template.slice(0, offset).trimEnd();
    const bare = !text.startsWith("−") || (before === "" && !template.includes("^")) || "(,|".includes(before.at(-1) ?? "+");
    return bare ? text : `(${text})`;
  });
}

/** "multiplies x by y", and where both are the same node "multiplies its left factor x by its right factor x". @param {Walk} walk @param {import("./state.js").Node} node */
export function doing(walk, node) {
  const twice = new Set(node.args).size < node.args.length;
  const edges = walk.incoming.get(node.id) ?? [];
  const names = node.args.map((arg, i) => {
    const name = walk.symbols.get(arg) ?? "";
    return twice && edges[i]?.role ? `its ${edges[i].role} ${name}` : name;
  });
  return filled(node.words ?? "is worked out", names);
}
