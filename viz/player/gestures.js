/**
 * Mouse and finger: drag to move, Ctrl and the wheel or two fingers to zoom, hover and tap for details. The
 * plain wheel scrolls the page, as everywhere.
 *
 * @typedef {import("./player.js").Player} Player
 */

const SLOP = 4; // px a pointer may wander and still be a tap

/** @param {Player} player */
export function listen(player) {
  const { stage } = player;
  /** @type {Map<number, {x: number, y: number}>} */
  const down = new Map();
  let moved = 0;

  /** A button or a finger is up. @param {PointerEvent} event @returns {boolean} whether it was down here */
  const lift = (event) => {
    stage.classList.remove("dragged");
    return down.delete(event.pointerId);
  };

  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { x, y } = onStage(stage, event);
    player.camera?.zoom(Math.exp(-event.deltaY / 300), x, y);
  }, { passive: false });

  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return; // the right one has a menu
    down.set(event.pointerId, onStage(stage, event));
    moved = 0;
  });

  stage.addEventListener("pointermove", (event) => {
    if (!event.buttons && down.has(event.pointerId)) lift(event); // outside of the stage
    const before = down.get(event.pointerId);
    const now = onStage(stage, event);
    if (!before) return void (event.pointerType === "mouse" && hover(player, event));
    const others = [...down].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (others.length) {
      const [other] = others;
      player.camera?.zoom(distance(now, other) / Math.max(1, distance(before, other)), (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else if (moved > SLOP) {
      stage.setPointerCapture(event.pointerId);
      stage.classList.add("dragged");
      player.camera?.pan(now.x - before.x, now.y - before.y);
    }
    down.set(event.pointerId, now);
  });

  for (const name of ["pointerup", "pointercancel"]) {
    stage.addEventListener(name, (event) => {
      if (lift(/** @type {PointerEvent} */ (event)) && name === "pointerup" && moved <= SLOP) tap(player, event);
    });
  }
  stage.addEventListener("pointerleave", () => player.pointer.node || player.details.leave());
  stage.addEventListener("focusout", (event) => stage.contains(/** @type {Node|null} */ (event.relatedTarget)) || player.pointer.leave());
}

/** @param {Player} player @param {PointerEvent} event */
function hover(player, event) {
  const id = found(event);
  if (id === player.details.about) return;
  if (id) player.showDetails(id, placeOf(player, id, event));
  else if (!player.pointer.node) player.details.leave();
}

/** @param {Player} player @param {Event} event */
function tap(player, event) {
  const id = found(event);
  const group = groupOf(event);
  if (group) player.looking.toggleGroup(group);
  else if (player.walk.nodes.has(id)) player.pointer.at(id);
  else if (id) player.showDetails(id, placeOf(player, id, /** @type {PointerEvent} */ (event)));
  else player.escape();
}

/** The node or edge under the pointer. @param {Event} event */
function found(event) {
  const group = /** @type {Element} */ (event.target).closest("[data-node], [data-edge]");
  return /** @type {SVGElement|null} */ (group)?.dataset.node ?? /** @type {SVGElement|null} */ (group)?.dataset.edge ?? "";
}

/** The folded card, or the name on an open group's frame, under the pointer. @param {Event} event */
function groupOf(event) {
  return /** @type {SVGElement|null} */ (/** @type {Element} */ (event.target).closest("[data-group]"))?.dataset.group ?? "";
}

/** @param {Player} player @param {string} id @param {PointerEvent} event */
function placeOf(player, id, event) {
  if (player.walk.nodes.has(id)) return player.camera.onStage(player.drawing.card(id));
  const { x, y } = onStage(player.stage, event);
  return { x, y: y - 6, width: 0, height: 12 };
}

/** @param {HTMLElement} stage @param {MouseEvent} event */
function onStage(stage, event) {
  const { left, top } = stage.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** @param {{x: number, y: number}} a @param {{x: number, y: number}} b */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
