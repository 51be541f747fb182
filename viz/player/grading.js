/**
 * Whether a prediction is right.
 *
 * What is shown has four significant digits, so whoever works with shown numbers is off by up to 0.05 % a number,
 * by 0.1 % in a product; whoever rounds to three digits, by up to 0.5 %. All of them understood the step.
 * A whole number that is shown whole is not a rounded one: 325 is not 324.
 */

import { read, shown } from "./numbers.js";

const SLACK = 0.005; // relative
const NEARER = 0.5; // to a whole number than to its neighbour
const NOTHING = 1e-12; // what arithmetic on rounded fractions leaves of 0

/** @param {number} answer @param {number} truth */
export function right(answer, truth) {
  if (shown(answer) === shown(truth)) return true;
  if (!Number.isFinite(answer) || !Number.isFinite(truth)) return false;
  const off = Math.abs(answer - truth);
  if (truth === 0) return off <= NOTHING;
  const whole = Number.isInteger(truth) && read(shown(truth)) === truth;
  return off <= SLACK * Math.abs(truth) && (!whole || off < NEARER);
}
