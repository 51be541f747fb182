/** A file to take along, as a link: a text that came with the page and needs no server, or what any server makes of an address. */

import { el } from "./dom.js";

/**
 * Streamlit calls this when the link appears and again when its data changes; the element stays, and so does its focus.
 *
 * @param {{parentElement: HTMLElement|ShadowRoot, data: [{label: string, name: string, quiet: boolean, text?: string, address?: string}]}} component
 */
export function mount({ parentElement, data: [{ label, name, quiet, text, address = "" }] }) {
  const host = /** @type {HTMLElement} */ (parentElement.querySelector(".download"));
  const link = /** @type {HTMLAnchorElement} */ (host.firstElementChild ?? host.appendChild(el("a")));
  link.textContent = label;
  link.download = name;
  link.classList.toggle("quiet", quiet);
  link.href = text === undefined ? new URL(address, document.baseURI).href : `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
}
