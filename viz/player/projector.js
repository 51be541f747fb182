/**
 * The projector: the player over the whole page, large, light, nothing beside the graph.
 *
 * @typedef {import("./player.js").Player} Player
 */

export class Projector {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.on = false;
  }

  toggle() {
    const { root, camera, controls, telling } = this.player;
    this.on = !this.on;
    root.classList.toggle("projecting", this.on);
    this.lift();
    camera.projector = this.on;
    this.player.looking.fit();
    controls.patch(telling.say.textContent ?? "");
  }

  /** Lie over the rest of the page while projecting. In full screen there is no rest, and a browser refuses the two at once. @param {boolean} [full] whether it is in full screen, or about to be */
  lift(full = this.player.root.matches(":fullscreen")) {
    const { root } = this.player;
    const over = this.on && !full;
    if (over === root.matches(":popover-open")) return;
    if (over) {
      root.popover = "manual";
      root.showPopover();
    } else {
      root.hidePopover();
      root.removeAttribute("popover");
    }
  }
}
