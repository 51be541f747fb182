/**
 * Where somebody is in a walk, and how to go on: by a step, by a phase, to any stop.
 *
 * @typedef {import("./player.js").Player} Player
 * @typedef {import("./state.js").Stop} Stop
 */

import { stopAt, stopName } from "./state.js";

export class Steps {
  /** @param {Player} player @param {string} step where to begin, in the words of a link */
  constructor(player, step) {
    this.player = player;
    this.index = 0;
    /** @type {Stop[]} */
    this.stops = [];
    this.byParts = step.includes(".");
    this.wanted = step; // where a link, or the history, still has to lead
  }

  get stop() {
    return this.stops[this.index];
  }

  get atEnd() {
    return this.index === this.stops.length - 1;
  }

  /** Other data has come: stay at the same step, where there is one. @param {boolean} fresh whether it is another function @param {boolean} another or another walk of the same one @returns {boolean} whether a link has led somewhere */
  rebuild(fresh, another) {
    const before = fresh ? null : this.stop;
    const wasAtEnd = this.index > 0 && this.atEnd;
    this.#list();
    if (this.wanted) {
      this.#follow(this.wanted);
      return true;
    }
    if (another && !fresh && wasAtEnd) this.index = this.stops.length - 1;
    else this.index = before ? Math.max(0, stopAt(this.stops, stopName(before))) : 0;
    return false;
  }

  #list() {
    const { folds, walk } = this.player;
    this.stops = folds.stops(walk.stops(this.byParts));
  }

  /** To the step in a link, or a word that there is none. @param {string} step */
  #follow(step) {
    const found = stopAt(this.stops, step);
    if (found < 0) this.player.missing = `There is no step ${step.slice(0, 12)}; the walk has ${this.player.walk.last}.`;
    this.index = Math.max(0, found);
    this.wanted = "";
  }

  /** Stop at every part of a step, or at steps only. @param {boolean} byParts */
  setByParts(byParts) {
    const { step, part } = this.stop;
    this.byParts = byParts;
    this.#list();
    this.index = stopAt(this.stops, `${step}.${part}`);
    this.player.controls.rebuild();
    this.player.changed();
  }

  /** Go to a stop; what plays, stops. @param {number} index @param {boolean} [animate] */
  goTo(index, animate = false) {
    this.player.playback.stop();
    this.move(index, animate);
  }

  /** @param {number} index @param {boolean} animate */
  move(index, animate) {
    const bounded = Math.min(Math.max(0, index), this.stops.length - 1);
    if (bounded === this.index) return;
    this.player.predict.arrive(this.stops[bounded], animate && bounded === this.index + 1);
    this.index = bounded;
    this.player.arrived(animate);
  }

  next() {
    const { predict } = this.player;
    if (predict.open) return predict.skip();
    this.goTo(this.index + 1, true);
  }

  previous() {
    this.goTo(this.index - 1);
  }

  nextPhase() {
    const { phase } = this.player.view;
    const found = this.#phases().findIndex((other, i) => i > this.index && other !== phase);
    this.goTo(found < 0 ? Infinity : found, true);
  }

  /** To where this phase began; from there, to where the one before did. */
  previousPhase() {
    const phases = this.#phases();
    const before = this.index > 0 ? phases[this.index - 1] : "";
    this.goTo(Math.max(0, phases.indexOf(before)));
  }

  /** The phase of each stop. */
  #phases() {
    return this.stops.map((stop) => this.player.walk.run.steps[stop.step].phase);
  }
}
