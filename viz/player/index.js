/**
 * Where the page's component meets the player. Streamlit calls `mount` when the element appears and again
 * whenever its data or the theme changes; the element, and so the player, stays the same.
 */

import { mounted } from "./mounted.js";
import { Player } from "./player.js";

/** @type {WeakMap<Node, Player>} */
const players = new WeakMap();

/**
 * @param {{parentElement: HTMLElement|ShadowRoot, data: [import("./player.js").Data],
 *   setStateValue: (name: string, value: unknown) => void, setTriggerValue: (name: string, value: unknown) => void}} component
 */
export function mount({ parentElement, data: [data], setStateValue, setTriggerValue }) {
  const host = /** @type {HTMLElement} */ (parentElement.querySelector(".gradwalk"));
  let player = players.get(host);
  if (!player) {
    player = new Player(host, {
      setDirection: (direction) => setStateValue("direction", direction),
      choose: (choices) => setTriggerValue("chosen", choices),
      navigated: () => setTriggerValue("navigated", location.search),
    });
    players.set(host, player);
  }
  host.dataset.theme = isDark(host) ? "dark" : "light";
  mounted.player = player;
  player.update(data);
}

/** Whether the page's ground is dark. @param {HTMLElement} host */
function isDark(host) {
  const probe = document.createElement("canvas").getContext("2d");
  if (!probe) return false;
  probe.fillStyle = getComputedStyle(host).getPropertyValue("--st-background-color").trim() || "#fff";
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}
