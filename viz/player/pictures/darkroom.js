/**
 * Pictures of any step, taken out of sight: a second drawing of the player's walk in a theme of its own. What is on
 * the screen stays as it is, and a picture can look no different from it, since the same modules make both.
 *
 * @typedef {import("../player.js").Player} Player
 * @typedef {import("./flat.js").Shape} Shape
 * @typedef {{shapes: Shape[], caption: string}} Frame
 */

import { el } from "../dom.js";
import { Drawing } from "../drawing.js";
import { FoldedCards } from "../folded.js";
import { Overlay } from "../overlay.js";
import { plain, sentence } from "../words.js";
import { flatten } from "./flat.js";

const AIR = 10;

export class Darkroom {
  /** @param {Player} player @param {"light"|"dark"} theme */
  constructor(player, theme) {
    this.player = player;
    this.drawing = new Drawing(player.walk, player.data.svg, player.folds);
    this.overlay = new Overlay(this.drawing, player.data.direction);
    this.folded = new FoldedCards(this.drawing, player.folds);
    this.drawing.root.classList.add("graph");
    this.host = el("div.gradwalk.darkroom", { "data-theme": theme, "aria-hidden": "true" });
    this.host.style.setProperty("--st-background-color", theme === "dark" ? "#0e1117" : "#fff");
    this.host.append(this.drawing.root);
    player.root.after(this.host);
    this.ground = getComputedStyle(this.host).backgroundColor;
    this.ink = getComputedStyle(this.host).color;
  }

  /** The ground of the drawing in its own coordinates, with air for the ring around a card. @returns {import("../svg.js").Box} */
  get world() {
    const { world, layer } = this.drawing;
    const moved = layer.transform.baseVal.consolidate()?.matrix;
    const [x, y] = [world.x - (moved?.e ?? 0), world.y - (moved?.f ?? 0)].map((corner) => Math.floor(corner) - AIR);
    return { x, y, width: Math.ceil(world.width) + 2 * AIR, height: Math.ceil(world.height) + 2 * AIR };
  }

  /** @param {number} index of the stop @returns {Frame} */
  take(index) {
    const { walk, notation, folds } = this.player;
    const { stops } = this.player.steps;
    const view = walk.view(stops[index]);
    this.drawing.patch(view, notation, null);
    this.overlay.patch(view, null);
    this.folded.patch(view, notation);
    this.overlay.point("");
    return { shapes: flatten(this.drawing.layer), caption: plain(sentence(walk, view, notation, folds)) };
  }

  /** All stops, in order. @returns {Frame[]} */
  takeAll() {
    return this.player.steps.stops.map((_, index) => this.take(index));
  }

  close() {
    this.host.remove();
  }
}

/** Something made of one or more darkrooms, which are closed in any case. @template T @param {Darkroom[]} rooms @param {(...rooms: Darkroom[]) => T} work @returns {T} */
export function developed(rooms, work) {
  try {
    return work(...rooms);
  } finally {
    for (const room of rooms) room.close();
  }
}
