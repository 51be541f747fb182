/**
 * The point beside the function: a number and a slider for each variable. They show the numbers that the player
 * shows; while a slider is dragged the whole walk follows it, and the page is told when it is let go.
 *
 * @typedef {{name: string, value: number|string}} Variable
 * @typedef {{number: HTMLInputElement, slider: HTMLInputElement, typed: boolean, timer: number}} Inputs  `typed` from the first key to Enter, or until it is left
 */

import { el } from "./dom.js";
import { mounted } from "./mounted.js";
import { exact } from "./numbers.js";
import { decode } from "./state.js";

const SPAN = 5; // a slider goes from −5 to 5, and as far as its number needs
const FINE = 0.01;
const THOUSANDTH = 1000; // of a longer slider
const QUIET = 150; // ms after the last key on a slider

/** @type {WeakMap<Node, PointInputs>} */
const points = new WeakMap();

/** @param {{parentElement: HTMLElement|ShadowRoot, data: [{variables: Variable[]}], setTriggerValue: (name: string, value: unknown) => void}} component */
export function mount({ parentElement, data: [data], setTriggerValue }) {
  const host = /** @type {HTMLElement} */ (parentElement.querySelector(".point"));
  const point = points.get(host) ?? new PointInputs(host, (at) => setTriggerValue("chosen", { at }));
  points.set(host, point);
  mounted.point = point;
  point.rebuild(data.variables);
  mounted.player?.tellPoint();
}

export class PointInputs {
  /** @param {HTMLElement} host @param {(at: string) => void} tell the page, where there is no player to do so */
  constructor(host, tell) {
    this.host = host;
    this.tell = tell;
    /** @type {Map<string, Inputs>} */
    this.inputs = new Map();
  }

  /** @param {Variable[]} variables */
  rebuild(variables) {
    if (variables.map(({ name }) => name).join() !== [...this.inputs.keys()].join()) {
      this.inputs = new Map(variables.map(({ name }) => [name, this.#inputs(name)]));
      this.host.replaceChildren(...[...this.inputs].map(([name, { number, slider }]) => el("div.variable", {}, [el("label", {}, [name, number]), slider])));
    }
    this.show(new Map(variables.map(({ name, value }) => [name, decode(value)])));
  }

  /** @param {string} name @returns {Inputs} */
  #inputs(name) {
    const number = /** @type {HTMLInputElement} */ (el("input", { type: "number", step: "any" }));
    const slider = /** @type {HTMLInputElement} */ (el("input", { type: "range", "aria-label": `${name}, slider` }));
    const inputs = { number, slider, typed: false, timer: 0 };
    number.oninput = () => (inputs.typed = true);
    number.onchange = () => {
      inputs.typed = false;
      this.#keep(name, number.valueAsNumber);
    };
    number.onblur = () => {
      if (!inputs.typed) return;
      inputs.typed = false; // what was typed is what stood there before: no change
      mounted.player?.tellPoint();
    };
    slider.oninput = () => this.#follow(name, slider.valueAsNumber);
    slider.onchange = () => {
      const x = slider.valueAsNumber; // an answer about another variable may turn it back meanwhile
      window.clearTimeout(inputs.timer); // a key held down is one move
      inputs.timer = window.setTimeout(() => this.#keep(name, x), QUIET);
    };
    return inputs;
  }

  /** Show numbers, except where one is being typed. @param {Map<string, number>} point by name */
  show(point) {
    for (const [name, { number, slider, typed }] of this.inputs) {
      const x = point.get(name);
      if (x === undefined) continue;
      if (!typed && number.value !== brief(x)) {
        number.value = brief(x);
        if (number.matches(":focus")) number.select(); // what is about to be typed replaces it, as before
      }
      if (slider.valueAsNumber !== x) this.#span(slider, x);
      slider.style.setProperty("--part", `${(100 * (slider.valueAsNumber - Number(slider.min))) / (Number(slider.max) - Number(slider.min))}%`);
    }
  }

  /** Let a slider reach a number. @param {HTMLInputElement} slider @param {number} x */
  #span(slider, x) {
    const [low, high] = [Math.min(-SPAN, Math.floor(x)), Math.max(SPAN, Math.ceil(x))];
    const step = high - low > 2 * SPAN ? (high - low) / THOUSANDTH : FINE;
    Object.assign(slider, { min: String(low), max: String(high), step: String(step), value: String(x) });
  }

  /** @param {string} name @param {number} x */
  #follow(name, x) {
    this.show(new Map([[name, x]]));
    const { player } = mounted;
    if (player?.root.isConnected && player.trial.replay && !player.predict.open) player.trial.follow(name, x);
  }

  /** @param {string} name @param {number} x */
  #keep(name, x) {
    const { player } = mounted;
    if (!Number.isFinite(x)) player?.tellPoint(); // no number: what it was
    else player?.root.isConnected ? player.trial.keep(name, x) : this.tell(`${name}:${exact(x)}`);
  }
}

/** Six digits, as one would type it. @param {number} x */
const brief = (x) => String(Number(x.toPrecision(6)));
