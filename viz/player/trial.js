/**
 * Other numbers for the variables, tried before anybody is asked: the walk is replayed here, within a frame, whether a
 * hand moves a number in the graph or a slider beside the function. Once it is let go the server is asked for the
 * engine's own numbers, by a plain request that any server can answer, and they take the place of the replayed ones.
 *
 * @typedef {import("./player.js").Player} Player
 */

import { pointed } from "./link.js";
import { News } from "./news.js";
import { Replay } from "./replay.js";
import { decode } from "./state.js";

const PATIENCE = 2000; // ms until what was not answered is asked again, as after a change of servers; then twice as long

export class Trial {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** @type {Replay|null} */
    this.replay = null;
    /** @type {Map<string, string>} the node of each variable, by name */
    this.variables = new Map();
    /** @type {Map<string, number>} numbers that were chosen here and that no data of the page has shown yet, by name */
    this.kept = new Map();
    this.news = new News(player, this.kept);
    this.waiting = false; // for the engine's numbers
    this.timer = 0;
  }

  /** Another Run. */
  rebuild() {
    const { run } = this.player.data;
    this.replay = Replay.of(run);
    this.variables = new Map(run.nodes.filter((node) => node.op === "variable").map((node) => [node.name ?? "", node.id]));
  }

  /** The page has sent data. @param {boolean} fresh of another function, or from elsewhere: what was chosen here is over @param {number} [turn] how often it had been told */
  heard(fresh, turn) {
    this.news.heard(turn);
    if (fresh || !this.news.untold) return this.forget();
    for (const name of [...this.kept.keys()]) if (!this.variables.has(name)) this.kept.delete(name);
    this.#ask(PATIENCE);
    this.#show(this.kept);
  }

  /** Nothing is waited for, and nothing was chosen here. */
  forget() {
    this.kept.clear();
    this.news.untold = this.waiting = false;
    window.clearTimeout(this.timer);
  }

  /** Let everything be as it would be with another number. @param {string} name @param {number} x */
  follow(name, x) {
    this.#show(new Map([[name, x]]));
  }

  /** Keep a number. @param {string} name @param {number} x */
  keep(name, x) {
    if (Object.is(this.#known(name), x) && !this.waiting) return this.player.renumber(this.player.data.run);
    this.kept.set(name, x);
    this.news.untold = true;
    this.#show(this.kept);
    this.#ask(PATIENCE);
    if (this.player.data.watched || this.news.attended) this.news.tell(true);
  }

  /** Ask for the engine's numbers; without a link there is only the page to ask. @param {number} patience ms until it is asked again */
  async #ask(patience) {
    window.clearTimeout(this.timer);
    this.waiting = true;
    this.timer = window.setTimeout(() => this.#ask(2 * patience), patience);
    const { player } = this;
    player.readdress(pointed(player.data.query, this.kept));
    const { query } = player.data;
    if (!query) {
      this.news.untold = true; // also when asked again
      return this.news.tell(true);
    }
    const answer = await player.page.numbers(query);
    if (!answer || player.data.query !== query || !player.root.isConnected) return; // another number or player meanwhile, or nobody answers
    window.clearTimeout(this.timer);
    this.waiting = false;
    player.renew(answer);
  }

  /** @param {Map<string, number>} numbers by variable; the others stay */
  #show(numbers) {
    if (!this.replay) return;
    const { walk } = this.player;
    const point = [...this.variables].map(([name, id]) => numbers.get(name) ?? walk.final.get(`value/${id}`) ?? NaN);
    this.player.renumber(this.replay.at(point));
  }

  /** What the engine was last asked about. @param {string} name */
  #known(name) {
    const box = `value/${this.variables.get(name)}`;
    return decode(this.player.data.run.writes.find((write) => write.box === box)?.value ?? NaN);
  }
}
