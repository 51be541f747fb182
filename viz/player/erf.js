/**
 * The error function and what is missing of it to 1, which browsers do not have. Near 0 by its series, else by a
 * continued fraction: Abramowitz and Stegun, 7.1.5 and 7.1.14.
 */

const SERIES_TO = 0.5; // beyond, 1 − erf would lose digits; the fraction needs ever more terms towards 0
const LEAST = 1e-18; // what is added still, beside the sum
const TERMS = 190; // of the fraction at 1; far out a few are enough
const BEYOND = 28; // erfc is 0 in 64 bits

/** @param {number} x */
export function erf(x) {
  const size = Math.abs(x);
  if (size < SERIES_TO) return series(x);
  return Math.sign(x) * (1 - tail(size));
}

/** 1 − erf(x), with all its digits where that is small. @param {number} x */
export function erfc(x) {
  if (Math.abs(x) < SERIES_TO) return 1 - series(x);
  return x < 0 ? 2 - tail(-x) : tail(x);
}

/** 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / n! (2n + 1) @param {number} x */
function series(x) {
  let [power, sum] = [x, x];
  for (let n = 1; Math.abs(power) > LEAST * Math.abs(sum); n++) {
    power *= (-x * x) / n;
    sum += power / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** exp(−x²)/√π divided by x + ½/(x + 1/(x + 3/2/(x + …))), for x > 0, from the innermost term out @param {number} x */
function tail(x) {
  if (x > BEYOND) return 0;
  let below = x;
  for (let k = Math.ceil(12 + TERMS / (x * x)); k > 0; k--) below = x + k / 2 / below;
  return bell(x) / (Math.sqrt(Math.PI) * below);
}

/** exp(−x²) without the rounding of x², which would cost hundreds of units far out: half of x has an exact square. @param {number} x */
function bell(x) {
  const half = Math.fround(x);
  return Math.exp(-half * half) * Math.exp((half - x) * (half + x));
}
