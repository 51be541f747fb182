/**
 * The page of a saved walk: it mounts the player with what the file holds. Both drawings are there, left to
 * right and top to bottom; nothing else is asked of a server, and there is none.
 *
 * @typedef {{svg: string, simple: boolean}} Drawing
 * @typedef {{data: {hide: string[], run: unknown}, drawings: Record<"right"|"down", Drawing>}} Saved
 */

import { el } from "../player/dom.js";
import { mount } from "../player/index.js";
import { mounted } from "../player/mounted.js";
import { row } from "../player/saving.js";

const NARROW = 700; // px of window under which the graph is drawn downwards from the start
const OF_AN_ADDRESS = ["links"]; // what makes no sense on a page without an address that others could open

/** @type {Saved} */
let saved;
const theme = /** @type {HTMLButtonElement} */ (document.getElementById("theme"));
const dark = window.matchMedia("(prefers-color-scheme: dark)");
/** @type {"right"|"down"} */
let direction = window.innerWidth < NARROW ? "down" : "right";

/** JSON that was deflated and written in base64. @param {string} packed @returns {Promise<any>} */
function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}

/** What a hand left on a card stays: the numbers are the player's own, and no engine is here to set others. @param {string} _ @param {any} choices */
function keep(_, choices) {
  if (!choices?.at) return;
  saved.data.run = mounted.player?.walk.run;
  play();
}

function play() {
  mount({
    parentElement: document.body,
    data: /** @type {any} */ ([{ ...saved.data, ...saved.drawings[direction], direction }]),
    setStateValue: (_, way) => {
      direction = way === "down" ? "down" : "right";
      play();
    },
    setTriggerValue: keep,
  });
}

/** @param {boolean} isDark */
function colour(isDark) {
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  theme.setAttribute("aria-pressed", String(isDark));
  play();
}

/** The fonts first: the player measures its labels with them. */
async function begin() {
  saved = await unpacked(document.getElementById("walk")?.textContent ?? "");
  if (!location.protocol.startsWith("http")) saved.data.hide.push(...OF_AN_ADDRESS);
  await Promise.all([...document.fonts].map((face) => face.load()));
  dark.onchange = () => colour(dark.matches);
  theme.onclick = () => colour(document.documentElement.dataset.theme !== "dark");
  colour(dark.matches);
  document.querySelector(".gradwalk")?.append(el("details.saves", {}, [el("summary", {}, ["Save a picture"]), row()]));
}

begin();
