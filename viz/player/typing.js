/**
 * The word under the function's text. While one types it asks the parse route, so that a mistake is seen
 * where it is made; what the page said after the text was applied stands there otherwise.
 *
 * @typedef {{message: string, line: number, column: number, length: number, hint: string|null, source: string, fixed: string|null}} Problem
 * @typedef {{label: string, hint: string, problem: Problem|null, notices: Problem[], text: string}} Data
 */

import { el } from "./dom.js";

const WAIT = 180; // ms of silence before the text is checked

/** @type {WeakMap<HTMLElement, {data: Data, timer: number, accept: (text: string) => void}>} */
const states = new WeakMap();

/** @param {{parentElement: HTMLElement|ShadowRoot, data: [Data], setTriggerValue: (name: string, value: unknown) => void}} component */
export function mount({ parentElement, data: [data], setTriggerValue }) {
  const host = /** @type {HTMLElement} */ (parentElement.querySelector(".typing"));
  const accept = (/** @type {string} */ text) => setTriggerValue("accept", text);
  const known = states.get(host);
  if (known) Object.assign(known, { data, accept });
  else {
    states.set(host, { data, timer: 0, accept });
    document.addEventListener("input", (event) => host.isConnected && typed(host, event));
  }
  host.setAttribute("role", "status");
  host.dataset.theme = isDark(host) ? "dark" : "light";
  render(host, data.problem, data.notices);
}

/** @param {HTMLElement} host */
function isDark(host) {
  const [r, g, b] = (getComputedStyle(host).color.match(/[\d.]+/g) ?? ["0", "0", "0"]).map(Number);
  return 0.299 * r + 0.587 * g + 0.114 * b > 128; // light text stands on a dark ground
}

/** @param {HTMLElement} host @param {Event} event */
function typed(host, event) {
  const state = states.get(host);
  const area = /** @type {HTMLTextAreaElement} */ (event.target);
  if (!state || !area.matches?.(`textarea[aria-label="${state.data.label}"]`)) return;
  window.clearTimeout(state.timer);
  state.timer = window.setTimeout(() => check(host, area), WAIT);
}

/** @param {HTMLElement} host @param {HTMLTextAreaElement} area */
async function check(host, area) {
  const text = area.value;
  try {
    const response = await fetch(new URL("parse", document.baseURI), { method: "POST", body: text });
    if (!response.ok) return;
    const { problem, notices } = await response.json();
    if (area.isConnected && area.value === text) render(host, problem, notices); // an answer is about the text that was asked about
  } catch {
    // Without the server there is no word while typing; the page says it when the text is applied.
  }
}

/** @param {HTMLElement} host @param {Problem|null} problem @param {Problem[]} notices */
function render(host, problem, notices) {
  const { data, accept } = /** @type {{data: Data, accept: (text: string) => void}} */ (states.get(host));
  if (!problem && !notices.length) return host.replaceChildren(el("p.quiet", {}, [data.hint]));
  const told = problem ? [problem] : notices.slice(0, 2);
  host.replaceChildren(...told.flatMap((one) => {
    const parts = [el(problem ? "p.error" : "p", {}, [one.message])];
    if (problem) parts.push(el("pre", { "aria-hidden": "true" }, [...excerpt(one)]));
    if (one.fixed) parts.push(el("button", { type: "button", onclick: () => accept(/** @type {string} */ (one.fixed)) }, [`use ${one.hint}`]));
    return parts;
  }));
}

/** The line with a caret under the place. @param {Problem} problem @returns {(Node|string)[]} */
function excerpt({ source, column, length }) {
  const start = Math.max(0, column - 40);
  const shown = (start ? "…" : "") + source.slice(start, start + 70);
  const indent = " ".repeat(column - 1 - start + (start ? 1 : 0));
  return [`${shown}\n${indent}`, el("span.caret", {}, ["^".repeat(Math.min(Math.max(1, length), 30))])];
}
