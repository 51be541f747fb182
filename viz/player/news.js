/**
 * What the page has not heard of: numbers that were chosen in the player.
 *
 * The page is a session of Streamlit's, where every word costs a run of its script. It is told of a number when somebody
 * turns to another part of it, or at once where a part that shows the point is open. The page says in its data how often
 * it has been told, so that what it sent before is known to be old. A pointer that comes near tells early, by a run of
 * next to nothing; a key or a click may already change something else, and Streamlit sends both as one message.
 *
 * @typedef {import("./player.js").Player} Player
 */

import { mounted } from "./mounted.js";
import { exact } from "./numbers.js";

const NEAR = 50; // ms from when a pointer comes near another part of the page until it is told, so that a click at once is told with it

export class News {
  /** @param {Player} player @param {Map<string, number>} kept numbers that were chosen, by the names of their variables */
  constructor(player, kept) {
    this.player = player;
    this.kept = kept;
    this.untold = false; // whether the page has not heard of one of them
    this.turn = 0; // how often it was told
    this.flushing = false; // whether Streamlit has yet to send that
    this.nearing = 0;
    const elsewhere = (/** @type {() => void} */ heed) => (/** @type {Event} */ event) => this.#isElsewhere(event.composedPath()) && heed();
    const { signal } = player.life;
    document.addEventListener("pointerover", elsewhere(() => this.#near()), { capture: true, signal });
    for (const kind of ["pointerdown", "focusin", "keydown", "click"]) document.addEventListener(kind, elsewhere(() => this.#used()), { capture: true, signal });
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

  /** Whether the keyboard is in another part of the page. */
  get attended() {
    const { activeElement } = document;
    return !!activeElement && activeElement !== document.body && this.#isElsewhere(ancestors(activeElement));
  }

  /** The page has sent data. @param {number} [turn] how often it had been told; a server that has started anew has to be told again */
  heard(turn = this.turn) {
    this.untold ||= turn < this.turn;
  }

  /** Tell the page. @param {boolean} whole whether all of its script is to run, as it does for what may be said in the same moment */
  tell(whole) {
    const news = this.take();
    if (!news) return;
    this.player.page.move(news, whole);
    this.flushing = !whole;
    window.setTimeout(() => (this.flushing = false));
  }

  /** The news in the words of a link, to be told now; null if there are none. @returns {Record<string, string>|null} */
  take() {
    window.clearTimeout(this.nearing);
    this.nearing = 0;
    if (!this.untold || !this.player.root.isConnected) return null;
    this.untold = false;
    this.turn += 1;
    return { at: [...this.kept].map(([name, x]) => `${name}:${exact(x)}`).join(","), turn: String(this.turn) };
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
