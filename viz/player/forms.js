/**
 * The value functions of the primitives, on floats: to replay a walk at another point, and to check shown arithmetic
 * against a calculator. Values only: no derivative is known here. A test holds them to the engine's within 4 ulp,
 * where they are edges too: what is infinite, what is not a number, which sign a zero has.
 */

import { erf, erfc } from "./erf.js";

/** @type {Record<string, (...numbers: number[]) => number>} */
export const FORMS = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  pow: power,
  power_du: (a, b) => (b === 0 ? 0 : b * power(a, b - 1)),
  power_dw: (a, b) => (a === 0 && b >= 0 ? 0 : power(a, b) * Math.log(a)),
  square: (a) => a * a,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
  hypot: (a, b) => Math.hypot(a, b),
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  less: (a, b) => Number(a < b),
  less_equal: (a, b) => Number(a <= b),
  greater: (a, b) => Number(a > b),
  greater_equal: (a, b) => Number(a >= b),
  equal: (a, b) => Number(a === b),
  not_equal: (a, b) => Number(a !== b),
  logical_and: (a, b) => Number(a !== 0 && b !== 0),
  logical_or: (a, b) => Number(a !== 0 || b !== 0),
  logical_not: (a) => Number(a === 0),
  where: (c, a, b) => (c !== 0 ? a : b),
  max: (a, b) => (a > b || Number.isNaN(a) ? a : b),
  min: (a, b) => (a < b || Number.isNaN(a) ? a : b),
  step: (a, b) => (a === b ? 0.5 : a > b ? 1 : a < b ? 0 : NaN),
  abs: Math.abs,
  sign: (a) => Math.sign(a) + 0, // the sign of −0 is 0
  floor: Math.floor,
  ceil: Math.ceil,
  round: toEven,
  sigmoid,
  softplus: (a) => FORMS.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
  relu: (a) => FORMS.max(a, 0),
  leaky_relu: (a) => (a > 0 ? a : 0.01 * a),
  elu: (a) => (a > 0 ? a : Math.expm1(FORMS.min(a, 0))),
  gelu: (a) => 0.5 * a * erfc(-a / Math.SQRT2),
  silu: (a) => a * sigmoid(a),
  erf,
  erfc,
};

/** As NumPy has it: ½ is a square root, 1 to any power is 1, and so is −1 to an infinite one. @param {number} a @param {number} b */
function power(a, b) {
  if (b === 0.5) return Math.sqrt(a);
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

/** Never overflows, whichever side a is on. @param {number} a */
function sigmoid(a) {
  const e = Math.exp(-Math.abs(a));
  return (a < 0 ? e : 1) / (1 + e);
}

const WHOLE = 2 ** 52; // floats of this size and more have no fraction; added to a smaller one it rounds it

/** To the nearest whole number, halves to the even one. @param {number} a */
function toEven(a) {
  if (!(Math.abs(a) < WHOLE)) return a;
  const size = Math.abs(a) + WHOLE - WHOLE;
  return a < 0 || Object.is(a, -0) ? -size : size;
}
