/**
 * What can be saved of the walk that the player shows, as a row of buttons: a picture of this step, one that plays by
 * itself, and all steps as sheets to print. It stands under the player of a saved page, and on a panel of the other.
 *
 * @typedef {import("./player.js").Player} Player
 */

import { el } from "./dom.js";
import { mounted } from "./mounted.js";
import { reel } from "./pictures/reel.js";
import { printSheets } from "./pictures/sheets.js";
import { still } from "./pictures/still.js";
import { stopName } from "./state.js";

const FORGET = 10_000; // ms after which a browser has surely taken a file

/** @type {[string, string, (player: Player) => void][]} name, what it is for, what it does */
const CHOICES = [
  ["This step (SVG)", "A picture for any program", (player) => hand(`gradwalk-step-${stopName(player.steps.stop)}.svg`, still(player))],
  ["The walk, playing by itself (SVG)", "Plays where no script may run: in a README, on a forum", (player) => hand("gradwalk-walk.svg", reel(player))],
  ["This step (PDF)", "Choose “Save as PDF” where the browser asks for a printer", (player) => printSheets(player, [player.steps.index])],
  ["All steps, a page each (PDF)", "Choose “Save as PDF” where the browser asks for a printer", (player) => printSheets(player, [...player.steps.stops.keys()])],
];

/** Streamlit calls this when the panel is opened, and when its theme changes. @param {{parentElement: HTMLElement|ShadowRoot}} component */
export function mount({ parentElement }) {
  const host = /** @type {HTMLElement} */ (parentElement.querySelector(".gradwalk"));
  host.dataset.theme = mounted.player?.root.parentElement?.dataset.theme ?? "light";
  host.replaceChildren(row());
}

/** The buttons. */
export const row = () => el("div.saving", {}, CHOICES.map(([name, title, act]) => el("button", { type: "button", title, onclick: () => act(/** @type {Player} */ (mounted.player)) }, [name])));

/** Give a text to the browser as a file. @param {string} name @param {string} text */
function hand(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  el("a", { href: address, download: name }).click();
  window.setTimeout(() => URL.revokeObjectURL(address), FORGET);
}
