/** What the picture means and what the keys do, for whoever presses "?". */

import { el } from "./dom.js";

/** @type {[string, string][]} */
const KEYS = [
  ["→  ←", "next, previous step"], ["Shift + →  ←", "next, previous phase"], ["Space", "play or pause"], ["Home  End", "first, last step"],
  ["Q", "predict: be asked first"], ["K", "cover what comes next"], ["G", "open or fold the group here"], ["P", "projector"], ["F", "full screen"], ["+  −  0", "zoom in, out, fit"],
  ["Enter  Esc", "into the graph, out of it"], ["Alt + ↑  ↓", "move the number of the variable here; with Shift finely"], ["?", "this help"],
];

/** @type {[string, string, string][]} class of the sample, sample, meaning */
const PICTURE = [
  ["value", "3", "a value, worked out from left to right"],
  ["gradient", "24", "a gradient: how much f moves when this moves"],
  ["rule", "× 4", "an arrow’s rule: its local derivative"],
  ["tag", "12", "what flowed back along the arrow"],
];

export class Help {
  /** @param {() => void} toggleWords */
  constructor(toggleWords) {
    this.words = el("button.words", { type: "button", onclick: toggleWords }, ["Write adjoints with bars"]);
    this.root = /** @type {HTMLDialogElement} */ (el("dialog.help", { "aria-label": "Keys and help" }, [
      el("h2", {}, ["How to read the picture"]),
      el("dl.picture", {}, PICTURE.flatMap(([kind, sample, meaning]) => [el("dt", {}, [el(`span.${kind}`, {}, [sample])]), el("dd", {}, [meaning])])),
      el("h2", {}, ["Keys"]),
      el("dl.keys", {}, KEYS.flatMap(([keys, meaning]) => [el("dt", {}, keys.split("  ").map((key) => el("kbd", {}, [key]))), el("dd", {}, [meaning])])),
      el("div.foot", {}, [this.words, el("button.close", { type: "button", onclick: () => this.root.close() }, ["Close"])]),
    ]));
    this.root.addEventListener("click", (event) => event.target === this.root && this.root.close());
    this.root.addEventListener("close", () => this.#leave());
  }

  /** @param {boolean} bars */
  patch(bars) {
    const text = bars ? "Write gradients as ∂f/∂v" : "Write adjoints with bars";
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  /** A browser takes the focus from what is hidden only when it paints next: a key before that would press a button in here. */
  #leave() {
    const focused = /** @type {HTMLElement|null} */ (/** @type {Document|ShadowRoot} */ (this.root.getRootNode()).activeElement);
    if (this.root.contains(focused)) focused?.blur();
  }

  open() {
    if (!this.root.open) this.root.showModal();
  }
}
