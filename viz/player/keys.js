/**
 * The keyboard. Keys work while the player or the page's body has the focus, and none while typing. The graph
 * is one tab stop: Enter goes in, arrows then walk operands and consumers, Escape leaves.
 *
 * @typedef {import("./player.js").Player} Player
 */

/** Whether keys belong to whoever has the focus: a text, a list, another slider. @param {Player} player @param {KeyboardEvent} event */
function taken(player, event) {
  const target = /** @type {Element} */ (event.composedPath()[0]);
  const inside = event.composedPath().includes(player.root);
  if (!inside) return !(target === document.body || target === document.documentElement);
  if (player.help.root.open) return true;
  if (target.matches("select, textarea, input[type=search], input[type=text]")) return true;
  if (target.matches("button") && (event.key === " " || event.key === "Enter")) return true;
  return target.matches(".scroller") && ["Home", "End", "PageUp", "PageDown", " "].includes(event.key);
}

/** @param {Player} player @param {KeyboardEvent} event */
export function onKey(player, event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || taken(player, event)) return;
  if (player.pointer.node && player.pointer.key(event.key)) return event.preventDefault();
  const act = ACTIONS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const target = /** @type {Element} */ (event.composedPath()[0]);
  if (event.key === "Enter" && target === player.stage) player.pointer.enter();
  else if (!act || (event.shiftKey && event.key.length === 1 && event.key !== "?" && event.key !== "+")) return;
  else act(player, event.shiftKey);
  event.preventDefault();
}

/** @type {Record<string, (player: Player, shift: boolean) => void>} */
const ACTIONS = {
  ArrowRight: (player, shift) => (shift ? player.steps.nextPhase() : player.steps.next()),
  ArrowLeft: (player, shift) => (shift ? player.steps.previousPhase() : player.steps.previous()),
  PageDown: (player) => player.steps.next(),
  PageUp: (player) => player.steps.previous(),
  Home: (player) => player.steps.goTo(0),
  End: (player) => player.steps.goTo(Infinity),
  " ": (player) => player.playback.toggle(),
  f: (player) => player.looking.toggleFullscreen(),
  p: (player) => player.projector.toggle(),
  q: (player) => player.predict.toggle(),
  k: (player) => player.looking.toggleCover(),
  g: (player) => player.looking.toggleHere(),
  "?": (player) => player.help.open(),
  "+": (player) => player.camera?.zoom(1.25),
  "=": (player) => player.camera?.zoom(1.25),
  "-": (player) => player.camera?.zoom(1 / 1.25),
  0: (player) => player.looking.fit(),
  Escape: (player) => player.escape(),
};
