/**
 * Numbers as they are shown, and whether shown arithmetic is true.
 *
 * As many of four significant digits as fit in eight characters, a true minus sign, integers without
 * decimals, only zero is "0". The page's Python twin is autodiff/numbers.py; one list of cases holds the two.
 */

const ROOM = 8;
const ROUNDING = 1e-9; // relative; what arithmetic on decimals leaves in binary

const KEPT = 4000; // texts; a step shows a number on a card, on its line, in the table, and again at the next step
/** @type {Map<number, string>} */
const texts = new Map();

/** A number to look at. @param {number} x @param {number} [digits] significant digits @returns {string} */
export function shown(x, digits = 4) {
  if (digits !== 4) return written(x, digits);
  let text = texts.get(x);
  if (text === undefined) {
    if (texts.size >= KEPT) texts.clear();
    texts.set(x, (text = written(x, digits)));
  }
  return text;
}

/** @param {number} x @param {number} digits @returns {string} */
function written(x, digits) {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  if (x === 0) return "0";
  if (Number.isInteger(x) && Math.abs(x) < 10 ** ROOM && String(x).length <= ROOM) return minus(String(x));
  const room = Math.max(ROOM, digits + 4);
  for (let kept = digits; kept > 0; kept--) {
    const text = shortest(x, kept, room);
    if (text) return minus(text);
  }
  return minus(exponential(x, 1));
}

/** @param {number} x @param {number} digits @param {number} room @returns {string} "" if it does not fit */
function shortest(x, digits, room) {
  const power = Number(x.toExponential(digits - 1).split("e")[1]);
  if (power >= -4 && power < digits) {
    const text = trimmed(x.toFixed(digits - 1 - power));
    if (text.length <= room) return text;
  }
  const text = exponential(x, digits);
  return text.length <= room ? text : "";
}

/** @param {number} x @param {number} digits */
function exponential(x, digits) {
  const [mantissa, power] = x.toExponential(digits - 1).split("e");
  return `${trimmed(mantissa)}e${Number(power)}`;
}

/** @param {string} text */
const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** @param {string} text */
const minus = (text) => text.replaceAll("-", "−");

/** The shortest text that reads back to the same float, ASCII: for attributes and copying. @param {number} x */
export const exact = (x) => (Object.is(x, -0) ? "-0" : String(x));

/** A dual number to look at. @param {number} a @param {number} b @param {number} [digits] */
export const dual = (a, b, digits) => (b < 0 ? `${shown(a, digits)} − ${shown(-b, digits)}ε` : `${shown(a, digits)} + ${shown(b, digits)}ε`);

/** A number with as many digits as fit, so that one sees it move. @param {number} x */
export function closer(x) {
  const texts = [7, 6, 5].map((digits) => shown(x, digits)).filter((text) => text.length <= ROOM);
  return texts[0] ?? shown(x);
}

/** What shown digits say, as a float. @param {string} text */
export const read = (text) => Number(text.replaceAll("−", "-").replace("∞", "Infinity"));

/** @param {number[]} numbers */
export const added = (numbers) => numbers.reduce((a, b) => a + b);
/** @param {number[]} numbers */
export const multiplied = (numbers) => numbers.reduce((a, b) => a * b, 1);

/**
 * Numbers for one line of arithmetic, and the sign that may stand before the result: "=" only where a
 * pocket calculator, fed with the shown digits, shows the result when rounded to as many digits. One or two more
 * digits are tried first, else the sign is "≈".
 *
 * @param {number[]} operands @param {number} result @param {(numbers: number[]) => number | null} compute
 * @returns {{operands: string[], sign: string, result: string}}
 */
export function line(operands, result, compute) {
  for (const digits of [4, 5, 6]) {
    for (const resultDigits of digits === 4 ? [4] : [4, digits]) {
      const texts = operands.map((x) => shown(x, digits));
      if (composes(operands, texts, result, resultDigits, compute)) return { operands: texts, sign: "=", result: shown(result, resultDigits) };
    }
  }
  return { operands: operands.map((x) => shown(x)), sign: "≈", result: shown(result) };
}

/** Whether shown operands give a shown result; nobody can tell where `compute` cannot. @param {number[]} operands @param {string[]} texts @param {number} result @param {number} digits @param {(numbers: number[]) => number | null} compute */
function composes(operands, texts, result, digits, compute) {
  const again = compute(texts.map(read));
  if (again === null) return texts.every((text, i) => Object.is(read(text), operands[i]));
  const text = shown(result, digits);
  const whole = Number.isInteger(read(text)) && !text.includes("e");
  return whole ? Math.abs(again - read(text)) <= ROUNDING * Math.abs(again) : shown(again, digits) === text;
}

/** The sign before a result whose digits are shown as usual. @param {number[]} operands @param {number} result @param {(numbers: number[]) => number | null} compute */
export const sign = (operands, result, compute) => (composes(operands, operands.map((x) => shown(x)), result, 4, compute) ? "=" : "≈");
