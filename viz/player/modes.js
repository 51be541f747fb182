/**
 * What differs from mode to mode: which second number a node has, what it is called, in which phases the walk goes.
 *
 * `second` is the box of that number, `column` the heading of its column, `attributes` what else of a node can be read
 * from outside (attribute, box), `phases` the marks under the slider, `back` whether gradients are carried back.
 *
 * @typedef {{word: string, of: (name: string) => string}} Notation
 * @typedef {{second: string, column: string, attributes: [string, string][], phases: [string, string][],
 *   back: boolean, notation: (signs: boolean, seed: string) => Notation}} Mode
 */

const WITH_BAR = "\u0304";
const WITH_DOT = "\u0307";
const ROOM = 2; // letters of a seed variable that fit below a fraction's bar on a card

/** A sign over the first letter of a name. @param {string} name @param {string} sign */
const signed = (name, sign) => name.replace(/^(\p{L}+)/u, `$1${sign}`);

/** ∂v₁/∂x, or v̇₁ for those who know it, and where x is too long a name or the tangents are not those of one variable. @param {string} word @returns {(signs: boolean, seed: string) => Notation} */
const alongSeed = (word) => (signs, seed) => ({
  word,
  of: (name) => (signs || !seed || seed.length > ROOM ? signed(name, WITH_DOT) : `∂${name}/∂${seed}`),
});

/** @type {Record<string, Mode>} */
export const MODES = {
  reverse: {
    second: "gradient",
    column: "",
    attributes: [["data-gradient", "gradient"]],
    back: true,
    phases: [["evaluate", "Evaluate"], ["backpropagate", "Backpropagate"]],
    notation: (signs) => (signs ? { word: "adjoint", of: (name) => signed(name, WITH_BAR) } : { word: "gradient", of: (name) => `∂f/∂${name}` }),
  },
  forward: {
    second: "tangent",
    column: "Tangent",
    attributes: [["data-tangent", "tangent"]],
    back: false,
    phases: [["forward", "Evaluate, with tangents"]],
    notation: alongSeed("tangent"),
  },
  symbolic: {
    second: "tangent",
    column: "Derivative",
    attributes: [["data-tangent", "tangent"]],
    back: false,
    phases: [["forward", "Differentiate"]],
    notation: alongSeed("derivative"),
  },
  numeric: {
    second: "moved",
    column: "Moved",
    attributes: [["data-nudged", "nudged"], ["data-moved", "moved"]],
    back: false,
    phases: [["evaluate", "Evaluate"], ["nudge", "Nudge and evaluate again"]],
    notation: () => ({ word: "difference", of: (name) => `Δ${name}` }),
  },
  second: {
    second: "gradient",
    column: "Gradient",
    attributes: [["data-tangent", "tangent"], ["data-gradient", "gradient"], ["data-gradient-tangent", "gradient-tangent"]],
    back: true,
    phases: [["evaluate", "Evaluate, with tangents"], ["backpropagate", "Backpropagate, with tangents"]],
    notation: () => ({ word: "gradient", of: (name) => `∂f/∂${name}` }),
  },
};

/** The box that makes a node done in a phase. @type {Record<string, string>} */
export const DONE_BY = { start: "value", evaluate: "value", backpropagate: "gradient", forward: "value", nudge: "moved" };
