/** A number that moves from what was predicted to what it is, over the place where it stands. */

import { el } from "./dom.js";
import { shown } from "./numbers.js";

const MOVE = 500; // ms
const REST = 350; // ms that it stays before the graph's own number is seen again

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export class Reveal {
  /** @param {HTMLElement} frame what it is drawn over */
  constructor(frame) {
    this.frame = frame;
    this.ended = () => {};
  }

  /** End the move at once. */
  finish() {
    this.ended();
    this.ended = () => {};
  }

  /** @param {HTMLElement} input the prediction, where it stands @param {number} from @param {number} to @param {string} kind value or gradient */
  begin(input, from, to, kind) {
    this.finish();
    if (calm.matches || !Number.isFinite(from) || !Number.isFinite(to)) return;
    const { left, top, width, height } = input.style;
    const number = el(`span.reveal.${kind}`, { "aria-hidden": "true", style: `left:${left};top:${top};width:${width};height:${height}` }, [shown(from)]);
    this.frame.append(number);
    const begun = performance.now();
    let waiting = 0;
    const move = (/** @type {number} */ now) => {
      const share = Math.min(1, Math.max(0, (now - begun) / MOVE));
      const eased = share * share * (3 - 2 * share);
      number.textContent = shown(share < 1 ? Number((from + (to - from) * eased).toPrecision(4)) : to);
      if (now - begun < MOVE + REST) waiting = requestAnimationFrame(move);
      else this.finish();
    };
    waiting = requestAnimationFrame(move);
    this.ended = () => {
      cancelAnimationFrame(waiting);
      number.remove();
    };
  }
}
