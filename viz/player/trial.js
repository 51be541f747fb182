/**
 * Other numbers for the variables, tried before anybody is asked: the walk is replayed here, within a frame, whether a
 * hand moves a number in the graph or a slider beside the function. Once it is let go the server is asked for the
 * engine's own numbers, by a plain request that any server can answer, and they take the place of the replayed ones.
 *
 * The page is a session of Streamlit's, where every word costs a run of its script. It is told of a number when somebody
 * turns to another part of it, or at once where a part that shows the point is open. The page says in its data how often
 * it has been told, so that what it sent before is known to be old. A pointer that comes near tells early, by a run of
 * next to nothing; a key or a click may already change something else, and Streamlit sends both as one message.
 *
 * @typedef {import("./player.js").Player} Player
 */

import { pointed } from "./link.js";
import { mounted } from "./mounted.js";
import { exact } from "./numbers.js";
import { Replay } from "./replay.js";
import { decode } from "./state.js";

const PATIENCE = 2000; // ms until what was not answered is asked again, as after a change of servers; then twice as long
const NEAR = 50; // ms from when a pointer comes near another part of the page until it is told, so that a click at once is told with it

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
    this.untold = false; // whether the page has not heard of one of them
    this.turn = 0; // how often it was told
    this.flushing = false; // whether Streamlit has yet to send that
    this.waiting = false; // for the engine's numbers
    this.timer = this.nearing = 0;
    const elsewhere = (/** @type {() => void} */ heed) => (/** @type {Event} */ event) => this.#isElsewhere(event.composedPath()) && heed();
    document.addEventListener("pointerover", elsewhere(() => this.#near()), { capture: true });
    for (const kind of ["pointerdown", "focusin", "keydown", "click"]) document.addEventListener(kind, elsewhere(() => this.#used()), { capture: true });
  }

  /** A pointer has come to another part of the page. */
  #near() {
    if (this.untold) this.nearing ||= window.setTimeout(() => this.tell(false), NEAR);
  }

  /** Another part of the page is used. */
  #used() {
    if (this.untold) this.tell(true);
    else if (this.flushing) window.setTimeout(() => this.player.page.move({}, true)); // both will have gone as one message, for the wrong part
  }

  /** Another Run. */
  rebuild() {
    const { run } = this.player.data;
    this.replay = Replay.of(run);
    this.variables = new Map(run.nodes.filter((node) => node.op === "variable").map((node) => [node.name ?? "", node.id]));
  }

  /** The page has sent data. @param {boolean} fresh of another function, or from elsewhere: what was chosen here is over @param {number} turn how often it had been told */
  heard(fresh, turn = this.turn) {
    const behind = turn < this.turn;
    if (fresh || !(behind || this.untold)) return this.#forget();
    for (const name of [...this.kept.keys()]) if (!this.variables.has(name)) this.kept.delete(name);
    this.untold ||= behind; // a server that has started anew has to be told again
    this.#ask(PATIENCE);
    this.#show(this.kept);
  }

  #forget() {
    this.kept.clear();
    this.untold = this.waiting = false;
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
    this.untold = true;
    this.#show(this.kept);
    this.#ask(PATIENCE);
    const { activeElement } = document;
    const attended = activeElement && activeElement !== document.body && this.#isElsewhere(ancestors(activeElement));
    if (this.player.data.watched || attended) this.tell(true);
  }

  /** Tell the page of the numbers that it has not heard of. @param {boolean} whole whether all of its script is to run, as it does for what may be said in the same moment */
  tell(whole) {
    const news = this.news();
    if (!news) return;
    this.player.page.move(news, whole);
    this.flushing = !whole;
    window.setTimeout(() => (this.flushing = false));
  }

  /** What the page has not heard of, in the words of a link, to be told now; null if there is nothing. @returns {Record<string, string>|null} */
  news() {
    window.clearTimeout(this.nearing);
    this.nearing = 0;
    if (!this.untold || !this.player.root.isConnected) return null;
    this.untold = false;
    this.turn += 1;
    return { at: [...this.kept].map(([name, x]) => `${name}:${exact(x)}`).join(","), turn: String(this.turn) };
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
      this.untold = true; // also when asked again
      return this.tell(true);
    }
    const answer = await player.page.numbers(query);
    if (!answer || player.data.query !== query) return; // another number was chosen meanwhile, or nobody answers
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

  /** Whether a place on the page, with all that it is in, is another part of it. @param {EventTarget[]} path */
  #isElsewhere(path) {
    return ![this.player.root, mounted.point?.host].some((part) => part && path.includes(part));
  }
}

/** An element and all that it is in, also across the border of a shadow tree. @param {Element} element @returns {EventTarget[]} */
function ancestors(element) {
  const found = [];
  for (let node = /** @type {Node|null} */ (element.shadowRoot?.activeElement ?? element); node; node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null)) found.push(node);
  return found;
}
