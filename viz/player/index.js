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
    if (!mounted.player?.root.isConnected) mounted.player?.close();
    player = playerIn(host, setStateValue, setTriggerValue);
    players.set(host, player);
  }
  host.dataset.theme = isDark(host) ? "dark" : "light";
  mounted.player = player;
  player.update(data);
}

/** @param {HTMLElement} host @param {(name: string, value: unknown) => void} setState @param {(name: string, value: unknown) => void} trigger @returns {Player} */
function playerIn(host, setState, trigger) {
  // One message: Streamlit sends what is said within a moment as one, for the part of the script that spoke first.
  /** @param {Record<string, string>} choices */
  const choose = (choices) => trigger("chosen", choices);
  const player = new Player(host, {
    setDirection: (direction) => {
      const news = player.trial.news.take();
      if (news) choose(news);
      setState("direction", direction);
    },
    choose: (choices) => choose({ ...player.trial.news.take(), ...choices }),
    navigated: () => trigger("navigated", location.search),
    move: (news, whole) => ((player.data.query && mounted.moves.get(whole)) || choose)(news),
    numbers,
  });
  return player;
}

/** The engine's numbers for the walk in a link, from whatever server answers; null if none does. @param {string} query */
async function numbers(query) {
  try {
    const answer = await fetch(new URL(`run?${query}`, document.baseURI));
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
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
