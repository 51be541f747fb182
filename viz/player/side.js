/**
 * The pane beside the graph: the learner's own text with the current part marked, the trace table (the picture
 * as text), and the gradient.
 *
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 * @typedef {import("./modes.js").Notation} Notation
 */

import { el } from "./dom.js";
import { veil } from "./drawing.js";
import { closer, dual, exact } from "./numbers.js";
import { nodeState, second, veiled } from "./state.js";
import { write } from "./svg.js";

const HEAD = 24; // heights of the table's head and of a row, px, as in player.css
const ROW = 35;
const CHUNK = 10; // rows that are laid out together
const LONG = 50; // rows; of more, those that are out of sight are not laid out
const PAUSE = 100; // ms that a long table may be behind
const SEARCHED_FROM = 60; // nodes; fewer are seen at a glance

export class Side {
  /** @param {(node: string) => void} choose a row was chosen @param {(variable: string) => void} unfold how its derivative comes about was asked for */
  constructor(choose, unfold) {
    this.choose = choose;
    this.unfold = unfold;
    this.unfolds = true; // whether somebody can tell the paths
    this.text = el("pre.typed", { role: "group", tabindex: 0, "aria-label": "The function as typed" });
    this.heading = el("th.n", { role: "columnheader" }, ["Gradient"]);
    this.nudged = el("th.n.nudged", { role: "columnheader" }, ["Nudged"]);
    const head = el("tr", { role: "row" }, [
      el("th", { role: "columnheader" }, ["Node"]), el("th", { role: "columnheader" }, ["Expression"]), el("th.n", { role: "columnheader" }, ["Value"]), this.nudged, this.heading,
    ]);
    // Rows are laid out one by one (see .trace), which a table's roles do not survive by themselves
    this.table = el("table.trace", { role: "table", "aria-label": "Evaluation trace" }, [el("thead", { role: "rowgroup" }, [head])]);
    this.scroller = el("div.scroller", { tabindex: 0, role: "group", "aria-label": "Trace table, scrollable" }, [this.table]);
    this.gradient = el("ul.gradient", { "aria-label": "Gradient", tabindex: 0 });
    this.search = /** @type {HTMLInputElement} */ (el("input.search", { type: "search", "aria-label": "Find a node", placeholder: "Find a node by name or text", hidden: true, oninput: () => this.#filter() }));
    this.search.onkeydown = (event) => event.key === "Enter" && this.#chooseFirst();
    this.root = el("div.side", {}, [this.text, this.search, this.scroller, this.gradient]);
    /** @type {Map<string, {row: HTMLElement, value: HTMLElement, nudged: HTMLElement, gradient: HTMLElement, facts?: unknown[]}>} what a row was written from is kept, so that most are not written again */
    this.rows = new Map();
    this.scrolled = this.room = this.current = this.revealed = this.turn = 0;
    this.scroller.onscroll = () => (this.scrolled = this.scroller.scrollTop);
    new ResizeObserver(([{ contentRect }]) => {
      this.room = contentRect.height;
      this.revealed = -1;
      this.reveal();
    }).observe(this.scroller);
    /** @type {Map<string, {label: HTMLElement, number: HTMLElement, quotient: HTMLElement}>} */
    this.entries = new Map();
  }

  /** @param {Walk} walk */
  rebuild(walk) {
    this.walk = walk;
    this.table.dataset.mode = walk.run.mode;
    this.rows.clear();
    this.current = 0;
    this.revealed = -1;
    const rows = walk.run.nodes.map((node) => {
      const value = el("td.n.value", { role: "cell" });
      const nudged = el("td.n.nudged", { role: "cell" });
      const gradient = el("td.n.gradient", { role: "cell" });
      const kind = node.op === "variable" ? "given" : node.op === "constant" ? "constant" : node.head;
      const row = el("tr", { role: "row", onclick: () => this.choose(node.id) }, [el("th", { role: "rowheader" }, [node.symbol]), el("td.rule", { role: "cell", title: node.head }, [kind]), value, nudged, gradient]);
      this.rows.set(node.id, { row, value, nudged, gradient });
      return row;
    });
    const longest = Math.max(...walk.run.nodes.map((node) => node.symbol.length));
    this.table.style.setProperty("--names", `${Math.min(88, Math.max(48, 14 + 8 * longest))}px`);
    for (const body of [...this.table.querySelectorAll("tbody")]) body.remove();
    for (let start = 0; start < rows.length; start += CHUNK) {
      this.table.append(el(this.long ? "tbody.chunk" : "tbody", { role: "rowgroup" }, rows.slice(start, start + CHUNK)));
    }
    this.search.value = "";
    this.search.hidden = rows.length <= SEARCHED_FROM;
    this.entries.clear();
    const variables = walk.run.nodes.filter((node) => node.op === "variable");
    this.gradient.replaceChildren(...variables.map((node) => {
      const label = this.unfolds ? el("button.label", { type: "button", title: "Show the paths it is a sum over", onclick: () => this.unfold(node.name ?? "") }) : el("span.label");
      const number = el("span.number");
      const quotient = el("span.quotient", { title: "The difference quotient, which knows no rule" });
      this.entries.set(node.id, { label, number, quotient });
      return el("li", {}, [label, " ", number, quotient]);
    }));
    this.gradient.classList.toggle("many", variables.length > 3);
  }

  get long() {
    return this.rows.size > LONG;
  }

  /** Only the rows whose name or expression holds what was typed. */
  #filter() {
    const wanted = this.search.value.trim().toLowerCase();
    for (const { row } of this.rows.values()) row.hidden = !!wanted && !matches(row, wanted);
    for (const body of this.table.querySelectorAll("tbody")) body.classList.toggle("chunk", !wanted && this.long);
  }

  #chooseFirst() {
    const found = [...this.rows].find(([, { row }]) => !row.hidden);
    if (found && this.search.value.trim()) this.choose(found[0]);
  }

  /** @param {View} view @param {Notation} notation @param {Set<string>|null} ids what may have changed, null for all */
  patch(view, notation, ids) {
    const walk = /** @type {Walk} */ (this.walk);
    const word = walk.mode.column || notation.word[0].toUpperCase() + notation.word.slice(1);
    write(this.heading, word);
    if (view.kind === "start") this.current = 0;
    walk.run.nodes.forEach((node, index) => (!ids || ids.has(node.id)) && this.#patchRow(node, index, view));
    for (const [id, { label, number, quotient }] of this.entries) {
      const node = /** @type {import("./state.js").Node} */ (walk.nodes.get(id));
      const box = walk.answer(view, node);
      const gradient = view.boxes.get(box);
      const another = !walk.mode.back && node.name !== walk.along;
      write(label, walk.mode.back ? notation.of(node.symbol) : `∂f/∂${node.symbol}`);
      write(number, gradient === undefined ? (another ? "another walk" : "not yet") : veil(view, box, gradient));
      number.classList.toggle("nil", gradient === undefined);
      hint(number, gradient === undefined || view.covered ? "" : exact(gradient));
      number.classList.toggle("wrong", gradient !== undefined && walk.wrong.has(box));
      const tried = walk.mode.back ? view.boxes.get(`quotient/${id}`) : undefined;
      write(quotient, tried === undefined ? "" : `quotient ${veil(view, `quotient/${id}`, tried)}`);
    }
    this.#mark(view);
  }

  /** @param {import("./state.js").Node} node @param {number} index @param {View} view */
  #patchRow(node, index, view) {
    const cells = this.rows.get(node.id);
    const walk = /** @type {Walk} */ (this.walk);
    if (!cells) return;
    const boxes = { value: `value/${node.id}`, nudged: `nudged/${node.id}`, gradient: `${walk.mode.second}/${node.id}` };
    const [value, nudged, gradient] = Object.values(boxes).map((box) => view.boxes.get(box));
    const hidden = Object.values(boxes).map((box) => veiled(view, box));
    const tangents = walk.run.mode === "second" && !view.covered;
    const [tangent, bent] = tangents ? ["tangent", "gradient-tangent"].map((kind) => view.boxes.get(`${kind}/${node.id}`) ?? 0) : [];
    const formula = walk.run.mode === "symbolic" && !hidden[2] ? walk.written.get(boxes.gradient)?.formula : "";
    const arrived = view.arrived(node.id);
    const missing = !walk.mode.back || !second(walk, view) ? "" : node.varies === false ? "not kept" : "not reached";
    const now = nodeState(walk, view, node) === "active";
    const fresh = [boxes.value, boxes.gradient].map((box) => view.fresh.has(box) && "fresh");
    if (now) this.current = index;
    const facts = [value, nudged, gradient, tangent, bent, formula, arrived, missing, now, view.covered, ...hidden, ...fresh];
    if (cells.facts?.every((fact, i) => Object.is(fact, facts[i]))) return;
    cells.facts = facts;
    const partial = gradient === undefined && arrived > 0;
    const wrong = gradient !== undefined && walk.wrong.has(boxes.gradient);
    write(cells.value, value === undefined ? "" : tangents ? dual(value, tangent ?? 0) : veil(view, boxes.value, value));
    hint(cells.value, value === undefined || view.covered ? "" : exact(value));
    write(cells.nudged, nudged === undefined ? "" : hidden[1] ? "?" : closer(nudged));
    hint(cells.nudged, nudged === undefined || view.covered ? "" : exact(nudged));
    write(cells.gradient, gradient !== undefined ? formula || (tangents ? dual(gradient, bent ?? 0) : veil(view, boxes.gradient, gradient)) : partial ? `${arrived} of ${walk.expected.get(node.id)}` : missing);
    hint(cells.gradient, gradient === undefined || view.covered ? "" : formula || exact(gradient));
    name(cells.row, now && "now");
    if (now) cells.row.setAttribute("aria-current", "step");
    else cells.row.removeAttribute("aria-current");
    name(cells.value, "n", "value", fresh[0]);
    name(cells.gradient, "n", "gradient", wrong && "wrong", partial && "partial", gradient === undefined && !partial && "nil", fresh[1]);
  }

  /** Scroll the table to the row at work. In a long table the rows there have to be laid out first: that waits until the step is on the screen. */
  reveal() {
    if (!this.room || this.revealed === this.current) return;
    this.revealed = this.current;
    if (!this.long) this.#scroll();
    else this.turn ||= window.setTimeout(() => this.#scroll(), PAUSE);
  }

  /** Nothing but the table is scrolled. */
  #scroll() {
    this.turn = 0;
    const [top, bottom] = [this.current * ROW, HEAD + (this.current + 1) * ROW];
    if (top < this.scrolled) this.scroller.scrollTop = top;
    else if (bottom > this.scrolled + this.room) this.scroller.scrollTop = bottom - this.room;
  }

  /** The typed text, with the part that belongs to the active node marked. @param {View} view */
  #mark(view) {
    const walk = /** @type {Walk} */ (this.walk);
    const { text } = walk.run.function;
    const [start, end] = walk.nodes.get(view.active)?.span ?? [0, 0];
    const key = `${start}-${end}-${view.phase}-${text}`;
    if (this.marked === key) return;
    this.marked = key;
    const mark = el("mark", { class: view.phase === "evaluate" || view.phase === "forward" ? "evaluate" : "backpropagate" }, [text.slice(start, end)]);
    this.text.replaceChildren(...(end > start ? [text.slice(0, start), mark, text.slice(end)] : [text]));
  }
}

/** @param {HTMLElement} row @param {string} wanted in lower case */
const matches = (row, wanted) => [...row.children].slice(0, 2).some((cell) => (cell.textContent ?? "").toLowerCase().includes(wanted));

/** @param {HTMLElement} element @param {(string|false)[]} classes all that it has */
function name(element, ...classes) {
  const all = classes.filter(Boolean).join(" ");
  if (element.className !== all) element.className = all;
}

/** @param {HTMLElement} element @param {string} text */
function hint(element, text) {
  if (element.title !== text) element.title = text;
}
