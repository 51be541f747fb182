/**
 * Where somebody stands inside the graph: a node that was clicked, found or reached with the arrow keys. Its details
 * are shown, and in a large graph all that it depends on and that depends on it is lit.
 *
 * @typedef {import("./player.js").Player} Player
 */

import { put } from "./svg.js";

const LARGE = 60; // nodes; beyond, one has to find one's way

export class Pointer {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.node = ""; // or a folded group; "" outside the graph
  }

  enter() {
    const { view, walk } = this.player;
    this.at(view.active || walk.run.function.output);
  }

  /** @param {string} id of a node, or of a folded group */
  at(id) {
    const { player } = this;
    this.#describe(null);
    this.node = player.folds.shows(id);
    player.overlay.point(this.node);
    player.drawing.light(player.walk.run.nodes.length > LARGE ? player.folds.lineage(this.node) : null);
    player.drawing.nodes.get(this.node)?.focus({ preventScroll: true });
    player.showDetails(this.node);
    this.#describe(player.details.root.id);
  }

  /** Let the details be read with the card. @param {string|null} details */
  #describe(details) {
    const card = this.player.drawing?.nodes.get(this.node);
    if (card) put(card, "aria-describedby", details);
  }

  /** Show a node wherever it is in the graph. @param {string} node */
  find(node) {
    this.player.camera.frame([this.player.drawing.card(node)], false);
    this.at(node);
  }

  /** The keyboard is elsewhere now. */
  leave() {
    this.#describe(null);
    this.node = "";
    this.player.overlay?.point("");
    this.player.drawing?.light(null);
    this.player.details.hide();
  }

  /** Arrows go along edges and between neighbours, Enter opens a group. @param {string} key @returns {boolean} whether it is one of those */
  key(key) {
    const { walk, direction, folds } = this.player;
    const [ahead, back, before, after] = direction === "down" ? ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"];
    if (key === "Enter" && folds.cards.has(this.node)) {
      this.player.looking.toggleGroup(this.node);
      return true;
    }
    const inside = folds.cards.get(this.node)?.nodes ?? [this.node];
    const outside = (/** @type {string} */ id) => folds.shows(id) !== this.node;
    const consumers = inside.flatMap((id) => (walk.outgoing.get(id) ?? []).map((edge) => edge.to)).filter(outside);
    const operands = inside.flatMap((id) => (walk.incoming.get(id) ?? []).map((edge) => edge.from)).filter(outside);
    if (key === ahead) return this.#move(consumers[0]);
    if (key === back) return this.#move(operands[0]);
    if (key !== before && key !== after) return false;
    const beside = consumers.length ? (walk.incoming.get(consumers[0]) ?? []).map((edge) => edge.from) : walk.run.nodes.map((node) => node.id);
    const ring = [...new Set(beside.map((id) => folds.shows(id)))];
    const step = key === after ? 1 : -1;
    return this.#move(ring[(ring.indexOf(this.node) + step + ring.length) % ring.length]);
  }

  /** @param {string|undefined} node */
  #move(node) {
    if (node) this.at(node);
    return true;
  }
}
