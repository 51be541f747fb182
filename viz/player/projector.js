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
    root.popover = "manual";
    this.on ? root.showPopover() : root.hidePopover();
    if (!this.on) root.removeAttribute("popover");
    camera.projector = this.on;
    this.player.looking.fit();
    controls.patch(telling.say.textContent ?? "");
  }
}
