/**
 * Arithmetic as people write it: numbers, signs, brackets, powers, roots, functions, π and e. It is read by a
 * small grammar and worked out on the way; nothing that was typed is ever run.
 *
 *     sum      product { (+ | −) product }
 *     product  factor { (× | ÷) factor | factor }         2π, 3(4 + 1)
 *     factor   (+ | −) factor | power
 *     power    atom { ² } [ ^ factor ]                    to the right, and −3^2 is −9
 *     atom     number | name | name(sum, …) | √ atom | (sum)
 */

import { FORMS } from "./forms.js";

const LONGEST = 200; // characters
const DEEPEST = 50; // brackets, roots, powers and signs inside each other

/** What cannot be read, and in a sentence why. */
class Unreadable extends Error {}

const OPERATORS = ["add", "sub", "mul", "div", "neg"]; // are written with signs
/** @type {Map<string, (...numbers: number[]) => number>} */
const FUNCTIONS = new Map([...Object.entries(FORMS).filter(([name]) => !OPERATORS.includes(name)), ["ln", Math.log]]);
const CONSTANTS = new Map([["pi", Math.PI], ["π", Math.PI], ["e", Math.E], ["tau", 2 * Math.PI], ["τ", 2 * Math.PI], ["inf", Infinity], ["infinity", Infinity], ["∞", Infinity], ["nan", NaN]]);
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** One sign for each operation, however it was typed. @type {[RegExp, string][]} */
const SPELLINGS = [[/\*\*/g, "^"], [/[*·⋅]/g, "×"], [/[/:]/g, "÷"], [/[-–]/g, "−"]];
const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+−]?\d+)?|\.\d+(?:[eE][+−]?\d+)?)|([\p{L}_][\p{L}\p{Nd}_₀-₉]*(?:\[\d+\])*|∞)|([⁰¹²³⁴-⁹]+)|([+−×÷^√(),]))/uy;

/**
 * The number that a text stands for, or in a sentence why it stands for none.
 * @param {string} text @param {Map<string, number>} [names] what else has a number
 * @returns {{value: number, wrong: ""}|{value: null, wrong: string}}
 */
export function worth(text, names = new Map()) {
  try {
    return { value: new Reader(text, names).whole(), wrong: "" };
  } catch (error) {
    if (error instanceof Unreadable) return { value: null, wrong: error.message };
    throw error;
  }
}

/** @typedef {{kind: "number"|"name"|"raised"|"sign", text: string}} Token */

/** @param {string} text @returns {Token[]} */
function tokens(text) {
  if (text.length > LONGEST) throw new Unreadable(`An answer has up to ${LONGEST} characters.`);
  const spelled = SPELLINGS.reduce((so, [from, to]) => so.replace(from, to), text).trim();
  const found = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < spelled.length; ) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(spelled);
    if (!match) throw new Unreadable(`“${spelled.slice(at).trim()[0]}” is not read here; a number, a fraction or an expression is.`);
    const [, number, name, raised, sign] = match;
    found.push(/** @type {Token} */ ({ kind: number ? "number" : name ? "name" : raised ? "raised" : "sign", text: number ?? name ?? raised ?? sign }));
  }
  return found;
}

class Reader {
  /** @param {string} text @param {Map<string, number>} names */
  constructor(text, names) {
    this.names = names;
    this.tokens = tokens(text);
    this.at = 0;
    this.depth = 0;
  }

  whole() {
    const value = this.sum();
    const left = this.tokens[this.at];
    if (left?.text === ",") throw new Unreadable("A decimal point, please, as in 0.5.");
    if (left) throw new Unreadable(`“${left.text}” is one too many.`);
    return value;
  }

  /** Take the next token if it is one of these signs. @param {string} signs @returns {string} "" if it is not */
  take(signs) {
    const token = this.tokens[this.at];
    if (token?.kind !== "sign" || !signs.includes(token.text)) return "";
    this.at++;
    return token.text;
  }

  /** @param {string} sign */
  need(sign) {
    if (!this.take(sign)) throw new Unreadable(`A “${sign}” is missing.`);
  }

  sum() {
    let value = this.product();
    for (let sign; (sign = this.take("+−")); ) value = sign === "+" ? value + this.product() : value - this.product();
    return value;
  }

  product() {
    let value = this.factor();
    for (;;) {
      const sign = this.take("×÷");
      if (!sign && !this.#follows()) return value;
      value = sign === "÷" ? value / this.factor() : value * this.factor();
    }
  }

  /** Whether a factor follows without a sign: a name or a bracket, but no second number. */
  #follows() {
    const token = this.tokens[this.at];
    return token?.kind === "name" || token?.text === "(" || token?.text === "√";
  }

  /** @returns {number} */
  factor() {
    const sign = this.take("+−");
    const value = this.#deeper(() => (sign ? this.factor() : this.power()));
    return sign === "−" ? -value : value;
  }

  /** @param {() => number} read */
  #deeper(read) {
    if (++this.depth > DEEPEST) throw new Unreadable("That is nested too deep.");
    const value = read();
    this.depth--;
    return value;
  }

  power() {
    let value = this.atom();
    for (; this.tokens[this.at]?.kind === "raised"; this.at++) value **= Number([...this.tokens[this.at].text].map((digit) => SUPERSCRIPTS.indexOf(digit)).join(""));
    return this.take("^") ? value ** this.factor() : value;
  }

  /** @returns {number} */
  atom() {
    if (this.take("√")) return Math.sqrt(this.#deeper(() => this.atom()));
    if (this.take("(")) {
      const value = this.sum();
      this.need(")");
      return value;
    }
    const token = this.tokens[this.at++];
    if (token?.kind === "number") return Number(token.text.replace("−", "-"));
    if (token?.kind === "name") return this.#named(token.text);
    throw new Unreadable(token ? `A number is missing before “${token.text}”.` : "A number is missing at the end.");
  }

  /** @param {string} name */
  #named(name) {
    const number = this.names.get(name) ?? CONSTANTS.get(name.toLowerCase());
    if (number !== undefined) return number;
    const form = FUNCTIONS.get(name.toLowerCase());
    if (!form) throw new Unreadable(`“${name.slice(0, 20)}” has no number here; type numbers, as in 2*3 or cos(9).`);
    this.need("(");
    const numbers = [this.sum()];
    while (this.take(",")) numbers.push(this.sum());
    this.need(")");
    if (numbers.length !== form.length) throw new Unreadable(`${name} takes ${form.length === 1 ? "one number" : `${form.length} numbers`}.`);
    return form(...numbers);
  }
}
