/**
 * The link is the state. The page gives the part that says which function and where; the player adds the step
 * and how it is shown, without a word to the server.
 */

import { exact } from "./numbers.js";

/** @returns {{step: string, names: string, ask: string}} */
export function readLink() {
  const query = new URLSearchParams(location.search);
  return { step: query.get("step") ?? "", names: query.get("names") ?? "", ask: query.get("ask") ?? "" };
}

/** The page's part of the link with other numbers. @param {string} query "" where there is no link @param {Map<string, number>} numbers by variable */
export function pointed(query, numbers) {
  if (!query) return query;
  const parts = query.split("&");
  const place = parts.findIndex((part) => part.startsWith("at="));
  const said = place < 0 ? [] : parts[place].slice(3).split(",").filter(Boolean);
  const point = new Map(said.map((pair) => /** @type {[string, string]} */ (pair.split(/:(?=[^:]*$)/))));
  for (const [name, x] of numbers) point.set(encodeURIComponent(name), exact(x).replace("+", "")); // the plus of 1e+21 is a space in a query
  parts.splice(place < 0 ? 1 : place, place < 0 ? 0 : 1, `at=${[...point].map((pair) => pair.join(":")).join(",")}`);
  return parts.join("&");
}

const QUIET = 200; // ms without a step before the address follows: browsers refuse to be told a hundred times a second
let timer = 0;
/** @type {(() => void)|null} the last step's address, not written yet */
let waiting = null;

/** Forget what was not written yet: the history has moved. */
export function dropLink() {
  window.clearTimeout(timer);
  waiting = null;
}

function writeWaiting() {
  waiting?.();
  dropLink();
}

/** @param {string} query from the page @param {Record<string, string>} state @param {boolean} entry whether it is worth a place in the history */
export function writeLink(query, state, entry) {
  window.clearTimeout(timer);
  if (entry) {
    writeWaiting(); // the entry that is left keeps the step it was left at
    put(query, state, true);
  } else {
    waiting = () => put(query, state, false);
    timer = window.setTimeout(writeWaiting, QUIET);
  }
}

/** @param {string} query @param {Record<string, string>} state @param {boolean} entry */
function put(query, state, entry) {
  const own = Object.entries(state).filter(([, value]) => value && value !== "0").map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
  const [others, said] = [location.search, query].map((text) => new URLSearchParams(text));
  for (const name of [...others.keys()]) if (!KEPT.has(name) || said.has(name)) others.delete(name);
  const search = `?${[query, ...own, others.toString()].filter(Boolean).join("&")}`;
  if (search === location.search) return;
  try {
    if (entry) history.pushState(null, "", search);
    else history.replaceState(null, "", search);
  } catch {
    // a frame without an address of its own, as in a notebook: there is no link to write
  }
}

/** What Streamlit itself reads from the address. */
const KEPT = new Set(["embed", "embed_options"]);
