/** What can be taken away of what is shown, in one click: its link, and its drawing. */

import { el, refill } from "./dom.js";

/** @param {HTMLElement} row to fill @param {string} dot where the drawing is to be had, "" if nowhere @param {boolean} linked whether the address says what is shown */
export function fillLinks(row, dot, linked) {
  const copy = el("button", { type: "button" }, ["Copy link"]);
  copy.onclick = () => navigator.clipboard.writeText(location.href).then(() => (copy.textContent = "Link copied"), () => (copy.textContent = "Copy the address above"));
  const drawing = dot ? [el("a", { href: new URL(dot, document.baseURI).href, download: "graph.dot" }, ["Save as DOT"])] : [];
  refill(row, ...(linked ? [copy] : []), ...drawing);
}
