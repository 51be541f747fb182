/**
 * The recursion of the textbooks, visit by visit: every node sends what it was handed to each of its arguments at once,
 * so it is entered again for every path that leads to it. The path of a visit is lit, and what it carries is said,
 * beside what the sweep has to do.
 *
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").Edge} Edge
 * @typedef {{node: string, edge: Edge|null, from: Visit|null}} Visit  a node, the edge it was entered by, and the visit that did so
 */

import { el } from "./dom.js";
import { shown } from "./numbers.js";
import { counted } from "./pieces.js";

const ORDINAL = new Intl.PluralRules("en", { type: "ordinal" });
/** @type {Record<string, string>} */
const ENDINGS = { one: "st", two: "nd", few: "rd", other: "th" };

export class Recursion {
  /** @param {(ids: Set<string>|null) => void} light */
  constructor(light) {
    this.light = light;
    this.said = el("p.foot", { "aria-live": "polite" }); // the player's only status is the step's sentence
    this.next = el("button.follow", { type: "button", onclick: () => this.#visit() });
    this.#begin();
  }

  /** Another walk; of the same graph at another point, it goes on where it is. @param {Walk} walk @param {{visits: string, steps: number}} counts */
  rebuild(walk, counts) {
    const graph = [walk.run.function.output, ...walk.run.edges.map(({ from, to }) => `${from} ${to}`)].join();
    this.follow(walk);
    this.counts = counts;
    if (graph === this.graph) return;
    this.graph = graph;
    this.#begin();
    this.said.textContent = `Path by path, a recursion enters ${counted(counts.visits, "node")}; the sweep looks at ${counts.steps}.`;
    this.next.textContent = "Visit by visit";
  }

  /** Other numbers on the same paths. @param {Walk} walk */
  follow(walk) {
    this.walk = walk;
  }

  #begin() {
    /** @type {Generator<Visit>|null} */
    this.visits = null;
    this.count = 0;
    /** @type {Map<string, number>} */
    this.times = new Map();
  }

  #visit() {
    const { walk, counts } = /** @type {{walk: Walk, counts: {visits: string, steps: number}}} */ (/** @type {unknown} */ (this));
    this.visits ??= visits(walk);
    const { value: visit, done } = this.visits.next();
    if (done) {
      this.light(null);
      this.#begin();
      this.said.textContent = "Every path has been followed to its end.";
      this.next.textContent = "Once more";
      return;
    }
    this.count += 1;
    const times = (this.times.get(visit.node) ?? 0) + 1;
    this.times.set(visit.node, times);
    const { lit, product } = way(walk, visit);
    this.light(lit);
    const again = times > 1 ? `, for the ${times}${ENDINGS[ORDINAL.select(times)]} time` : "";
    this.said.textContent = `Visit ${this.count} of ${counts.visits}: ${walk.symbols.get(visit.node)} is handed ${shown(product)}${again}. The sweep takes ${counts.steps} in all.`;
    this.next.textContent = "Next visit";
  }
}

/** Every visit from the output on, arguments in order, each with all that it leads to. @param {Walk} walk @returns {Generator<Visit>} */
function* visits(walk) {
  /** @type {Map<string, Edge[]>} */
  const incoming = new Map();
  for (const edge of walk.run.edges) incoming.set(edge.to, [...(incoming.get(edge.to) ?? []), edge]);
  /** @type {Visit[]} */
  const waiting = [{ node: walk.run.function.output, edge: null, from: null }];
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    yield visit;
    const from = visit;
    for (const edge of (incoming.get(visit.node) ?? []).toReversed()) waiting.push({ node: edge.from, edge, from });
  }
}

/** What leads to a visit, and what is carried along. @param {Walk} walk @param {Visit} visit */
function way(walk, visit) {
  /** @type {Set<string>} */
  const lit = new Set();
  let product = 1;
  for (let at = /** @type {Visit|null} */ (visit); at; at = at.from) {
    lit.add(at.node);
    if (!at.edge) continue;
    lit.add(at.edge.id);
    product *= walk.final.get(`local/${at.edge.id}`) ?? 0; // nothing goes along a branch that was not taken
  }
  return { lit, product };
}
