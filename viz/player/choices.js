/**
 * What a walk is about: which variable, which output, and on the way to which derivative. Shown where there is
 * something to choose; the page makes the walk that was chosen.
 *
 * @typedef {import("./state.js").Walk} Walk
 */

import { el, refill } from "./dom.js";

export class Choices {
  /** @param {(choices: Record<string, string>) => void} choose in the words of a link */
  constructor(choose) {
    this.choose = choose;
    this.root = el("div.choices", { role: "group", "aria-label": "What the walk is about" });
  }

  /** @param {Walk} walk @param {import("./player.js").Data} data */
  rebuild(walk, { outputs = [], output = 0, trail = [], deeper }) {
    const { along, seed, run } = walk;
    const variables = run.function.variables;
    const rows = [];
    if (trail.length > 1) rows.push(this.#trail(trail));
    if (seed && !along) rows.push(el("span", {}, [`along ${seed}, as typed`]));
    else if (seed && variables.length > 1) {
      rows.push(this.#select("Seed", variables, variables.indexOf(along), (i) => ({ seed: variables[i] })), el("span.count", {}, [`walk ${variables.indexOf(along) + 1} of ${variables.length}`]));
    }
    if (outputs.length > 1) rows.push(this.#select("Output", outputs.map((name, i) => `${i + 1}: ${name}`), output, (i) => ({ out: String(i) })));
    if (run.mode === "second") rows.push(this.#button("Leave forward over reverse", { second: "0" }));
    if (deeper) rows.push(this.#button(`Open ${deeper[1]} as a graph`, { d: deeper[0] }));
    refill(this.root, ...rows);
    this.root.hidden = !rows.length;
  }

  /** @param {string} name @param {string[]} names @param {number} chosen @param {(i: number) => Record<string, string>} choice */
  #select(name, names, chosen, choice) {
    const select = /** @type {HTMLSelectElement} */ (el("select", { onchange: () => this.choose(choice(select.selectedIndex)) }, names.map((text, i) => el("option", { selected: i === chosen }, [text]))));
    return el("label", {}, [name, " ", select]);
  }

  /** The functions on the way to this one, each a step back. @param {[string, string][]} trail */
  #trail(trail) {
    const steps = trail.map(([names, symbol], i) => (i === trail.length - 1 ? el("b", { "aria-current": "true" }, [symbol]) : this.#button(symbol, { d: names })));
    return el("nav.trail", { "aria-label": "Derivatives" }, steps.flatMap((step, i) => (i ? [" › ", step] : [step])));
  }

  /** @param {string} text @param {Record<string, string>} choices */
  #button(text, choices) {
    return el("button", { type: "button", onclick: () => this.choose(choices) }, [text]);
  }
}
