/**
 * The cards of folded groups, the lines that stand for several edges, and the frames of open groups: what they
 * show is made from the nodes and edges behind them.
 *
 * @typedef {import("./state.js").View} View
 * @typedef {import("./drawing.js").Drawing} Drawing
 * @typedef {import("./folds.js").Folds} Folds
 */

import { veil } from "./drawing.js";
import { prepareCard } from "./prepare.js";
import { second } from "./state.js";
import { make, put, write } from "./svg.js";

export class FoldedCards {
  /** @param {Drawing} drawing @param {Folds} folds */
  constructor(drawing, folds) {
    this.drawing = drawing;
    this.folds = folds;
    for (const [id, element] of drawing.others) {
      if (folds.cards.has(id)) this.#prepareCard(id, element);
      else if (folds.bundles.has(id)) this.#prepareBundle(id, element);
      else this.#prepareFrame(id, element);
    }
  }

  /** @param {string} id @param {SVGElement} element */
  #prepareCard(id, element) {
    this.drawing.nodes.set(id, element);
    put(element, "data-group", id);
    prepareCard(this.drawing, id, element);
  }

  /** @param {string} id @param {SVGElement} element */
  #prepareBundle(id, element) {
    put(element, "data-bundle", (this.folds.bundles.get(id) ?? []).join(" "));
  }

  /** @param {string} id @param {SVGElement} element */
  #prepareFrame(id, element) {
    put(element, "class", "frame-of");
    const name = /** @type {SVGElement|null} */ (element.querySelector("text"));
    if (!name) return;
    const label = this.folds.groups.get(id)?.label ?? "";
    const handle = make("g", { "data-group": id, class: "handle" });
    handle.append(name);
    this.drawing.layer.append(handle); // over the lines that cross it
    write(name, `− ${(name.textContent ?? "").replaceAll("\u00a0", " ").trim() || label}`);
    put(handle, "aria-label", `fold ${label}`);
  }

  /** @param {View} view @param {import("./modes.js").Notation} notation */
  patch(view, notation) {
    for (const [id, { nodes, gives }] of this.folds.cards) this.#patchCard(id, nodes, gives, view, notation);
    for (const [id, edges] of this.folds.bundles) this.#patchBundle(id, edges, view);
  }

  /** @param {string} id @param {string[]} nodes @param {string[]} gives @param {View} view @param {import("./modes.js").Notation} notation */
  #patchCard(id, nodes, gives, view, notation) {
    const element = this.drawing.others.get(id);
    if (!element) return;
    const walk = this.folds.walk;
    const known = (/** @type {string} */ kind) => gives.filter((node) => view.boxes.has(`${kind}/${node}`));
    const again = second(walk, view);
    const varying = nodes.filter((node) => walk.nodes.get(node)?.varies !== false);
    const finished = again ? varying.every((node) => view.boxes.has(`${walk.mode.second}/${node}`)) : known("value").length === gives.length;
    const active = this.folds.behind.get(view.active) === id;
    const [values, gradients] = [known("value"), known(walk.mode.second)];
    put(element, "data-state", active ? "active" : finished ? "done" : "idle");
    const output = nodes.includes(walk.run.function.output);
    const complete = gradients.length === gives.length && gives.length > 0;
    const classes = ["node", "folded", output && "output", values.length === gives.length && "valued", complete && "final", !complete && gradients.length > 0 && "partial"];
    put(element, "class", classes.filter(Boolean).join(" "));
    const [only] = gives;
    if (gives.length === 1) {
      const [value, gradient] = [view.boxes.get(`value/${only}`), view.boxes.get(`${walk.mode.second}/${only}`)];
      const arrived = view.arrived(only);
      this.drawing.say(id, "value", value === undefined ? "" : this.drawing.valueText(only, view, value));
      this.drawing.say(id, "gradient", gradient !== undefined ? veil(view, `${walk.mode.second}/${only}`, gradient) : arrived ? `${arrived} of ${walk.expected.get(only)}` : "");
      this.drawing.say(id, "label", notation.of(walk.symbols.get(only) ?? ""));
    } else {
      this.drawing.say(id, "value", count(values.length, gives.length));
      this.drawing.say(id, "gradient", again || walk.turning < 0 ? count(gradients.length, gives.length) : "");
    }
    put(element, "aria-label", `${this.folds.groups.get(id)?.label}, a folded group of ${nodes.length} nodes${this.folds.fixed ? "" : "; Enter opens it"}`);
  }

  /** @param {string} id @param {string[]} edges @param {View} view */
  #patchBundle(id, edges, view) {
    const element = this.drawing.others.get(id);
    if (!element) return;
    const walk = this.folds.walk;
    const flowed = edges.filter((edge) => view.boxes.has(`flow/${edge}`)).length === edges.length;
    const again = second(walk, view);
    const passed = !again && edges.every((edge) => view.boxes.has(`value/${walk.edges.get(edge)?.to}`));
    const active = edges.some((edge) => view.fresh.has(`flow/${edge}`) || (!again && view.fresh.has(`value/${walk.edges.get(edge)?.to}`)));
    put(element, "class", ["edge", "bundle", active && "active", passed && "passed", flowed && "flowed"].filter(Boolean).join(" "));
  }
}

/** "8 values" is said by the card; here how many are known. @param {number} known @param {number} all */
const count = (known, all) => (known ? `${known} of ${all}` : "");
