/**
 * What a learner has predicted, function by function, kept in the browser and nowhere else. Where the browser
 * keeps nothing (a private window, a frame), it lasts as long as the page.
 *
 * @typedef {Record<string, 0|1>} Boxes  whether the last prediction of a box was right
 */

const KEY = "gradwalk.predicted";
const REMEMBERED = 40; // functions; the oldest goes first

export class Progress {
  /** @param {() => Storage} [storage] asking for it may already be refused */
  constructor(storage = () => window.localStorage) {
    this.storage = storage;
    /** @type {Map<string, Boxes>} */
    this.functions = new Map(this.#read());
  }

  /** @param {string} name of the function @returns {Boxes} */
  of(name) {
    return this.functions.get(name) ?? {};
  }

  /** @param {string} name @param {string} box @param {boolean} right */
  note(name, box, right) {
    const boxes = { ...this.of(name), [box]: /** @type {0|1} */ (right ? 1 : 0) };
    this.functions.delete(name); // the newest stands last
    this.functions.set(name, boxes);
    while (this.functions.size > REMEMBERED) this.functions.delete(/** @type {string} */ (this.functions.keys().next().value));
    this.#write();
  }

  /** @param {string} name */
  forget(name) {
    this.functions.delete(name);
    this.#write();
  }

  /** @returns {[string, Boxes][]} what somebody else may have written there is no progress */
  #read() {
    try {
      const kept = JSON.parse(this.storage().getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter((one) => Array.isArray(one) && typeof one[0] === "string" && one[1] !== null && typeof one[1] === "object") : [];
    } catch {
      return [];
    }
  }

  #write() {
    try {
      this.storage().setItem(KEY, JSON.stringify([...this.functions]));
    } catch {
      // refused or full: it is kept in memory
    }
  }
}
