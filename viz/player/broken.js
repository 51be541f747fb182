/**
 * Break it: the walk back with one of the classic bugs in it. The engine walks it; here it is chosen, it is said
 * loudly that it is broken, and what it gives stands beside the difference quotient that gives it away.
 *
 * @typedef {import("./player.js").Player} Player
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 * @typedef {import("./pieces.js").Piece} Piece
 * @typedef {{name: string, parts?: Record<string, number>, sent?: string[], next?: string[], rest?: string[]}} Bug
 */

import { el, refill } from "./dom.js";
import { gradient, known, say } from "./pieces.js";

/** The bugs: how they are chosen, and what is broken. @type {Record<string, [string, string]>} */
const BUGS = {
  overwrite: ["= instead of +=", "each part takes the place of the one before (= instead of +=)"],
  uncleared: ["not cleared", "the gradients of the run before were not cleared"],
  "one-edge": ["one arrow for x·x", "an operation that uses a node twice has one arrow from it"],
  order: ["wrong order", "nodes send in the order in which you pick them"],
};

export class Broken {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.choice = /** @type {HTMLSelectElement} */ (el("select", { onchange: () => this.#choose(this.choice.value) }, [
      el("option", { value: "" }, ["nothing"]), ...Object.entries(BUGS).map(([name, [words]]) => el("option", { value: name }, [words])),
    ]));
    this.row = el("label.breaking", {}, ["Break it: ", this.choice]);
    this.what = el("b");
    this.picks = el("div.picks", { role: "group", "aria-label": "Who sends next?" });
    this.banner = el("div.broken", { role: "group", "aria-label": "Broken on purpose", hidden: true }, [
      el("p", {}, [this.what, " ", el("button", { type: "button", onclick: () => this.#choose("") }, ["Repair"])]), this.picks,
    ]);
  }

  /** @returns {Bug|undefined} */
  get bug() {
    return this.player.walk.run.bug;
  }

  /** Another walk. */
  rebuild() {
    const { walk, data, root } = this.player;
    this.row.hidden = walk.run.mode !== "reverse" || !walk.run.function.variables.length || !!data.picture?.fixed;
    this.choice.value = this.bug?.name ?? "";
    this.banner.hidden = !this.bug;
    root.classList.toggle("is-broken", !!this.bug);
    if (this.bug) this.what.textContent = `Broken on purpose: ${BUGS[this.bug.name]?.[1] ?? this.bug.name}.`;
  }

  /** @param {string} name */
  #choose(name) {
    this.player.page.choose({ bug: name, picked: "" });
  }

  /** Who may send next is asked where the walk ends for now. */
  patch() {
    const { walk } = this.player;
    const { index, stops } = this.player.steps;
    const waits = !!this.bug?.next?.length && index === stops.length - 1;
    this.picks.hidden = !waits;
    if (!waits || this.asked === walk) return;
    this.asked = walk;
    refill(this.picks, "Who sends next?", ...(this.bug?.next ?? []).map((node) => this.#pick(node)), this.#button("The rest in the right order", this.bug?.rest ?? []));
  }

  /** @param {string} node */
  #pick(node) {
    const { walk, view } = this.player;
    const [arrived, expected] = [view.arrived(node), walk.expected.get(node) ?? 0];
    const parts = expected > 1 ? `, ${arrived} of ${expected} parts in` : "";
    return this.#button(`${walk.symbols.get(node)}${parts}`, [node]);
  }

  /** @param {string} text @param {string[]} nodes that send next, in this order */
  #button(text, nodes) {
    const picked = [...(this.bug?.sent ?? []), ...nodes].join(",");
    return el("button", { type: "button", onclick: () => {
      this.player.steps.wanted = String(this.player.walk.last + 1); // where the walk goes on
      this.player.page.choose({ bug: "order", picked });
    } }, [text]);
  }
}

/** What a bug did to the gradient of a node, once it is there; null where that is right. @param {Walk} walk @param {View} view @param {string} node @returns {Piece[]|null} */
export function spoiled(walk, view, node) {
  const box = `gradient/${node}`;
  if (!walk.wrong.has(box) || !view.boxes.has(box)) return null;
  return [say(`; ${view.notes.get(box)}: it has `), gradient(known(view, "gradient", node))];
}

/** The end of a broken walk: each gradient beside the difference quotient along its variable. @param {Walk} walk @param {View} view @param {import("./modes.js").Notation} notation @returns {Piece[]} */
export function exposed(walk, view, notation) {
  const variables = walk.run.nodes.filter((node) => node.op === "variable");
  const wrong = variables.filter((node) => walk.wrong.has(`gradient/${node.id}`));
  if (!wrong.length) return [say("every gradient agrees with its difference quotient. Here the bug does not show; in another function it would.")];
  const told = wrong.slice(0, 4).flatMap((node, i) => [
    say(`${i ? "; " : ""}${notation.of(node.symbol)} came out as `), gradient(known(view, "gradient", node.id)),
    say(", but the difference quotient is "), gradient(known(view, "quotient", node.id)),
  ]);
  return [...told, say(wrong.length > 4 ? `; and ${wrong.length - 4} more ${wrong.length === 5 ? "is" : "are"} wrong.` : ".")];
}
