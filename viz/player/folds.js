/**
 * Which nodes are drawn by themselves and which stand behind the card of a folded group or of a sum. Either is
 * one card and one stop of the walk; the Run knows nothing of it.
 *
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 * @typedef {import("./state.js").Stop} Stop
 * @typedef {{fixed?: boolean, folded: Record<string, {nodes: string[], gives: string[]}>, open: string[], bundles: Record<string, string[]>,
 *   sums: Record<string, import("./state.js").Sum>, summable: boolean}} Picture
 */

export class Folds {
  /** @param {Walk} walk @param {Picture} [picture] */
  constructor(walk, picture = { folded: {}, open: [], bundles: {}, sums: {}, summable: false }) {
    this.walk = walk;
    /** @type {Map<string, {nodes: string[], gives: string[]}>} */
    this.cards = new Map(Object.entries(picture.folded));
    this.bundles = new Map(Object.entries(picture.bundles));
    this.open = new Set(picture.open);
    this.fixed = !!picture.fixed; // in a saved page nobody can draw them anew
    this.groups = new Map((walk.run.groups ?? []).map((group) => [group.id, group]));
    /** @type {Map<string, string>} the card that a node stands behind */
    this.behind = new Map();
    for (const [card, { nodes }] of this.cards) for (const node of nodes) this.behind.set(node, card);
    /** @type {Map<string, string>} the innermost group that a node was made in */
    this.home = new Map((walk.run.groups ?? []).flatMap((group) => group.nodes.map((node) => /** @type {[string, string]} */ ([node, group.id]))));
  }

  /** What shows a node: itself, or the card of a folded group or of a sum. @param {string} node */
  shows(node) {
    return this.behind.get(node) ?? this.walk.summed.get(node) ?? node;
  }

  /** The walk with every folded group and every sum as one stop of each phase. @param {Stop[]} stops @returns {Stop[]} */
  stops(stops) {
    if (!this.cards.size && !this.walk.sums.size) return stops;
    /** @type {Stop[]} */
    const kept = [];
    for (const stop of stops) {
      const before = kept.at(-1);
      const here = this.#cardOf(stop);
      if (before && here && here === this.#cardOf(before) && this.#phaseOf(stop) === this.#phaseOf(before)) kept[kept.length - 1] = { ...stop, single: false, since: before.since ?? before.step };
      else kept.push(here ? { ...stop, single: false, since: stop.step } : stop);
    }
    return kept;
  }

  /** @param {Stop} stop */
  #phaseOf(stop) {
    return this.walk.run.steps[stop.step].phase;
  }

  /** The folded group or sum that a step happens in; the step that starts the way back is always a stop of its own. @param {Stop} stop */
  #cardOf(stop) {
    const { node, kind } = this.walk.run.steps[stop.step];
    const card = this.shows(node ?? "");
    return kind !== "seed" && kind !== "done" && (this.cards.has(card) || this.walk.sums.has(card)) ? card : undefined;
  }

  /** The open groups after one was opened or folded. @param {string} group @returns {string[]} */
  toggled(group) {
    const open = new Set(this.open);
    if (!open.delete(group)) open.add(group);
    else for (const inner of [...open]) if (this.#within(inner, group)) open.delete(inner);
    return [...open];
  }

  /** @param {string} inner @param {string} outer */
  #within(inner, outer) {
    for (let group = this.groups.get(inner)?.parent; group; group = this.groups.get(group)?.parent) if (group === outer) return true;
    return false;
  }

  /** Everything that a card depends on and everything that depends on it, itself among them. @param {string} id @returns {Set<string>} nodes, edges and the cards that show them */
  lineage(id) {
    const start = this.cards.get(id)?.nodes ?? [id];
    const found = new Set(start);
    for (const [edges, end] of /** @type {[Map<string, import("./state.js").Edge[]>, "from"|"to"][]} */ ([[this.walk.incoming, "from"], [this.walk.outgoing, "to"]])) {
      const waiting = [...start];
      const seen = new Set(start);
      while (waiting.length) {
        for (const edge of edges.get(/** @type {string} */ (waiting.pop())) ?? []) {
          found.add(edge.id).add(edge[end]);
          if (!seen.has(edge[end])) waiting.push(edge[end]);
          seen.add(edge[end]);
        }
      }
    }
    for (const one of [...found]) found.add(this.shows(one));
    for (const [bundle, edges] of this.bundles) if (edges.some((edge) => found.has(edge))) found.add(bundle);
    return found;
  }

  /** What can be opened or folded at a card: a folded group itself, else the group that a node was made in. @param {string} id */
  groupAt(id) {
    return this.cards.has(id) ? id : this.home.get(id) ?? "";
  }
}
