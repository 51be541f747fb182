/**
 * Other numbers for the variables, tried before the page is asked: the walk is replayed here, within a frame, whether
 * a hand moves a number in the graph or a slider beside the function. Once it is let go the page is told, and the
 * engine's own numbers take the place of the replayed ones.
 *
 * @typedef {import("./player.js").Player} Player
 */

import { pointed } from "./link.js";
import { exact } from "./numbers.js";
import { Replay } from "./replay.js";
import { decode } from "./state.js";

const PATIENCE = 2000; // ms until the page is told again what it does not answer, as after a change of servers; then twice as long

export class Trial {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** @type {Replay|null} */
    this.replay = null;
    /** @type {Map<string, string>} the node of each variable, by name */
    this.variables = new Map();
    /** @type {Map<string, number>} what the page was told and has not answered yet, by name */
    this.told = new Map();
    this.timer = 0;
  }

  /** Another Run. @param {boolean} fresh of another function, or from elsewhere: what was told is over */
  rebuild(fresh) {
    if (fresh) this.told.clear();
    const { run } = this.player.data;
    this.replay = Replay.of(run);
    this.variables = new Map(run.nodes.filter((node) => node.op === "variable").map((node) => [node.name ?? "", node.id]));
    for (const [name, x] of this.told) if (!this.variables.has(name) || Object.is(this.#known(name), x)) this.told.delete(name);
    if (!this.told.size) window.clearTimeout(this.timer);
    else if (this.replay) this.#show(this.told);
  }

  /** Let everything be as it would be with another number. @param {string} name @param {number} x */
  follow(name, x) {
    this.#show(new Map([[name, x]]));
  }

  /** Keep a number. At the one that the page knows there is nothing to tell. @param {string} name @param {number} x */
  keep(name, x) {
    this.told.delete(name);
    if (Object.is(this.#known(name), x) && !this.told.size) return this.player.renumber(this.player.data.run);
    this.told.set(name, x); // with what is still under way, of which the page would hear only the last
    this.player.readdress(pointed(this.player.data.query, this.told));
    this.#tell(PATIENCE);
  }

  /** @param {number} patience ms until it is told again */
  #tell(patience) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.#tell(2 * patience), patience);
    this.player.page.choose({ at: [...this.told].map(([name, x]) => `${name}:${exact(x)}`).join(",") });
  }

  /** @param {Map<string, number>} numbers by variable; the others stay */
  #show(numbers) {
    const { walk } = this.player;
    const point = [...this.variables].map(([name, id]) => numbers.get(name) ?? walk.final.get(`value/${id}`) ?? NaN);
    this.player.renumber(/** @type {Replay} */ (this.replay).at(point));
  }

  /** What the page knows a variable to be. @param {string} name */
  #known(name) {
    const box = `value/${this.variables.get(name)}`;
    return decode(this.player.data.run.writes.find((write) => write.box === box)?.value ?? NaN);
  }
}
