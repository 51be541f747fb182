/**
 * Predict: before a step shows its numbers, each is asked where it will stand. An answer, right or wrong, shows
 * the number and says in a sentence what happened; Escape and the next step show it without one. Questions come
 * on the way forward, a step at a time; whoever jumps or goes back sees what is there.
 *
 * @typedef {import("./player.js").Player} Player
 * @typedef {import("./questions.js").Question} Question
 * @typedef {import("./questions.js").Kind} Kind
 * @typedef {import("./state.js").Stop} Stop
 * @typedef {import("./pieces.js").Piece} Piece
 */

import { asked, verdict } from "./asking.js";
import { el } from "./dom.js";
import { worth } from "./expression.js";
import { say } from "./pieces.js";
import { Progress } from "./progress.js";
import { KINDS, kindsIn, Questions, USUAL } from "./questions.js";
import { Reveal } from "./reveal.js";

const LEAST = { width: 84, height: 28 }; // px of an input that a finger finds
const PROJECTED = { width: 148, height: 48 }; // and that is read from the last row
const AIR = 4; // px that are left of a card beside it

export class Predict {
  /** @param {Player} player @param {string} ask the kinds that the link lists, "" for none */
  constructor(player, ask) {
    this.player = player;
    const wanted = ask ? kindsIn(ask) : null;
    this.wrong = ask && !wanted ? `In a link, ask lists some of ${Object.keys(KINDS).join(", ")}.` : "";
    this.on = !!wanted;
    this.kinds = wanted ?? USUAL;
    /** @type {Question|null} */
    this.open = null;
    this.said = "";
    this.progress = new Progress();
    this.input = /** @type {HTMLInputElement} */ (el("input.answer", {
      type: "text", placeholder: "?", maxlength: 200, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "done", hidden: true,
    }));
    this.input.onkeydown = (event) => this.#key(event);
    this.reveal = new Reveal(player.frame);
    player.frame.append(this.input);
    this.tally = el("span");
    this.chips = Object.entries(KINDS).map(([kind, words]) => el("button", { type: "button", onclick: () => this.#choose(/** @type {Kind} */ (kind)) }, [words]));
    this.again = el("button.again", { type: "button", onclick: () => this.#forget() }, ["Start over"]);
    this.panel = el("div.asking", { role: "group", "aria-label": "What is asked" }, [
      el("p", {}, [this.tally, " ", this.again]), ...this.chips,
    ]);
  }

  /** What the link says of it. */
  get ask() {
    return this.on ? this.kinds.join(",") : "";
  }

  /** Other data: another picture, or other numbers, of which the same question may be asked. @param {boolean} [another] or another walk */
  rebuild(another = false) {
    const { walk } = this.player;
    if (another) this.open = null;
    this.questions = new Questions(walk, this.on && !walk.run.bug ? this.kinds : [], (box) => !!this.#placeOf(box));
    this.open = this.questions.all.find(({ box }) => box === this.open?.box) ?? null;
    this.said = "";
  }

  toggle() {
    this.on = !this.on;
    this.open = null;
    this.rebuild();
    const more = this.player.steps.index < this.player.steps.stops.length - 1;
    this.said = !this.on ? "" : more ? "From the next step on you are asked first. Enter answers, Escape shows." : "Go back to the start to be asked from there.";
    this.player.changed();
  }

  /** @param {Kind} kind */
  #choose(kind) {
    const kinds = /** @type {Kind[]} */ (Object.keys(KINDS)).filter((one) => this.kinds.includes(one) !== (one === kind));
    if (!kinds.length) return; // to ask nothing there is the switch
    this.kinds = kinds;
    this.rebuild();
    this.player.changed();
  }

  #forget() {
    this.progress.forget(this.#name());
    this.#count();
  }

  /** What progress is kept under. */
  #name() {
    const { data, walk: { run } } = this.player;
    return [data.key, run.mode, run.seed ?? "", run.function.output].join(" ");
  }

  // ---- walking

  /** The walk has come to a stop: ask, if it came there by a step forward. @param {Stop} stop @param {boolean} forward */
  arrive(stop, forward) {
    this.reveal.finish();
    this.said = "";
    this.open = forward ? this.questions.at(stop)[0] ?? null : null;
  }

  /** What is covered at a stop. @param {Stop} stop @returns {Set<string>|undefined} */
  covered(stop) {
    return this.on ? this.questions.covered(stop, this.open) : undefined;
  }

  /** Show what is asked without an answer. */
  skip() {
    this.reveal.finish();
    this.said = "";
    this.#proceed();
  }

  /** Take what was typed; nothing typed is nothing predicted. */
  answer() {
    const question = /** @type {Question} */ (this.open);
    const text = this.input.value.trim();
    if (!text) return this.skip();
    const { value, wrong } = worth(text);
    this.input.setAttribute("aria-invalid", String(value === null));
    if (value === null) {
      this.said = wrong;
      return this.player.render(false);
    }
    const { walk } = this.player;
    const found = verdict(walk, question, value);
    this.said = found.text;
    this.progress.note(this.#name(), question.box, found.right);
    this.reveal.begin(this.input, value, walk.final.get(question.box) ?? NaN, question.what === "value" ? "value" : "gradient");
    this.#proceed();
  }

  /** The next question of this stop, or the stop as it is. */
  #proceed() {
    const queue = this.questions.at(this.player.steps.stop);
    this.open = queue[queue.findIndex(({ box }) => box === this.open?.box) + 1] ?? null;
    this.player.render(!this.open);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const act = { Enter: () => this.answer(), Escape: () => this.skip(), PageDown: () => this.skip(), PageUp: () => this.player.steps.previous() }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  // ---- what is seen and heard

  /** The sentence of a stop with what is to be said of the predictions. @param {Piece[]} pieces the step's own @returns {Piece[]} */
  told(pieces) {
    if (!this.on) return pieces;
    const [head, ...rest] = pieces;
    const said = this.said ? [{ text: `${this.said} `, kind: /** @type {"verdict"} */ ("verdict") }] : [];
    return [head, ...said, ...(this.open ? [say(asked(this.player.walk, this.open))] : rest)];
  }

  /** Put the input where the number will stand, or away. */
  patch() {
    const { open, input, player } = this;
    player.root.classList.toggle("predicting", this.on);
    this.panel.hidden = !this.on;
    this.chips.forEach((chip, i) => chip.setAttribute("aria-pressed", String(this.kinds.includes(/** @type {Kind} */ (Object.keys(KINDS)[i])))));
    this.#count();
    if (open?.box !== this.shown) {
      const active = /** @type {Document|ShadowRoot} */ (input.getRootNode()).activeElement;
      this.shown = open?.box;
      input.value = "";
      input.removeAttribute("aria-invalid");
      input.hidden = !open;
      if (open) {
        input.setAttribute("aria-label", asked(player.walk, open));
        input.className = `answer ${open.what === "value" ? "value" : open.what === "local" ? "rule" : "gradient"}`;
        this.place();
        input.focus({ preventScroll: true });
        for (const part of [player.telling.say, input]) part.scrollIntoView({ block: "nearest" });
      } else if (active === input || (!active && document.activeElement === document.body)) this.#handOn();
    }
    this.place();
  }

  /** The keyboard goes on where it can: to the next step, or to the graph where that button is hidden. */
  #handOn() {
    const { next } = this.player.controls;
    (next.offsetParent || this.player.projector.on ? next : this.player.stage).focus({ preventScroll: true });
  }

  #count() {
    const boxes = this.progress.of(this.#name());
    const found = this.questions.all.filter(({ box }) => box in boxes);
    const right = found.filter(({ box }) => boxes[box]).length;
    this.again.hidden = !found.length;
    this.tally.textContent = found.length ? `Predicted ${found.length} of ${this.questions.all.length}, ${right} right.` : `${this.questions.all.length} ${this.questions.all.length === 1 ? "number" : "numbers"} to predict.`;
  }

  /** Move the input with the graph. */
  place() {
    if (!this.open) return;
    const box = this.#placeOf(this.open.box);
    if (!box) return;
    const { size, camera } = this.player;
    const { x, y, width, height } = camera.onStage(box);
    const { style } = this.input;
    style.width = `${width}px`;
    style.height = `${height}px`;
    style.left = `${Math.max(0, Math.min(size.width - width, x))}px`;
    style.top = `${Math.max(0, Math.min(size.height - height, y))}px`;
  }

  /** Room for the input where the number of a box stands in the drawing, on a card at its right; null where it is not drawn. @param {string} box @returns {import("./svg.js").Box|null} */
  #placeOf(box) {
    const { drawing, overlay, folds, camera, projector } = this.player;
    const [what, id] = box.split("/");
    const least = projector.on ? PROJECTED : LEAST;
    const [width, height, air] = [least.width, least.height, AIR].map((size) => size / camera.scale);
    if (what === "local" || what === "flow") return overlay.placeOf(what, id, width, height);
    const sum = what === "value" ? undefined : drawing.slot(id, "sum");
    const slot = sum ?? drawing.slot(id, what === "value" ? "value" : "gradient");
    if (!slot || folds.shows(id) !== id) return null;
    const { x, y } = slot.box;
    const left = x + slot.box.width - width - air;
    return { x: sum ? Math.max(x, left) : left, y: y + (slot.box.height - height) / 2, width, height }; // the word "sum" stays beside it
  }
}
