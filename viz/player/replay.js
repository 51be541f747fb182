/**
 * A walk at another point, without asking anybody: the program that a Run brings is run here, line by line. Its lines
 * are primitives and places of numbers; rules, and in which order all is computed, were settled where it was made.
 *
 * @typedef {import("./state.js").Run} Run
 * @typedef {{form: (...numbers: number[]) => number, args: number[]}} Line
 */

import { FORMS } from "./forms.js";
import { decode } from "./state.js";

/** What a Run cannot know of another point: why a number there is odd, and of any why a number is what it no longer is. */
const ABOUT_NUMBERS = /^(value|local)\//;

export class Replay {
  /** @param {Run} run whose program is known to be playable @param {Line[]} lines */
  constructor(run, lines) {
    this.run = run;
    this.lines = lines;
    const places = new Map(Object.entries(run.program?.boxes ?? {}));
    this.writes = run.writes.map(({ note, ...write }) => ({
      write: note && !ABOUT_NUMBERS.test(write.box) ? { ...write, note } : write,
      place: places.get(write.box),
    }));
  }

  /** The replay of a Run; null where it has no program, or one with a word that is not known here. @param {Run} run */
  static of(run) {
    const lines = (run.program?.code ?? []).map(lineOf);
    return run.program && lines.every((line) => line !== null) ? new Replay(run, /** @type {Line[]} */ (lines)) : null;
  }

  /** What the program computes, in order, the variables first. @param {number[]} point @returns {number[]} */
  numbers(point) {
    const known = [...point];
    for (const { form, args } of this.lines) known.push(form(...args.map((place) => known[place])));
    return known;
  }

  /** The Run as it would be at a point; its steps and which boxes it fills stay. @param {number[]} point @returns {Run} */
  at(point) {
    const known = this.numbers(point);
    const writes = this.writes.map(({ write, place }) => (place === undefined ? write : renumbered(write, known[place])));
    return { ...this.run, writes };
  }
}

/** @param {import("./state.js").Write} write @param {number} value */
function renumbered(write, value) {
  const another = write.note && !Object.is(decode(write.value), value);
  return another ? { ...write, value, note: undefined } : { ...write, value };
}

/** @param {[string, ...(number|string)[]]} code @returns {Line|null} */
function lineOf([name, ...args]) {
  if (name === "const") {
    const number = decode(args[0]);
    return { form: () => number, args: [] };
  }
  return Object.hasOwn(FORMS, name) ? { form: FORMS[name], args: args.map(Number) } : null;
}
