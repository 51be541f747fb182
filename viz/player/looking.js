/**
 * How somebody looks at the graph, whatever the stop: what is covered, open or summed, which way it runs, what is in sight.
 *
 * @typedef {import("./player.js").Player} Player
 */

export class Looking {
  /** @param {Player} player @param {boolean} bars whether adjoints are written with bars */
  constructor(player, bars) {
    this.player = player;
    this.bars = bars;
    this.covered = false;
    /** @type {{group: string, at: import("./svg.js").Box, scale: number}|undefined} the group that was opened or folded, and where it stood */
    this.anchor = undefined;
  }

  toggleBars() {
    this.bars = !this.bars;
    this.player.changed();
  }

  toggleCover() {
    this.covered = !this.covered;
    this.player.render(false);
  }

  fit() {
    this.player.camera.byHand = false;
    this.player.aim(true);
  }

  /** Open a folded group, or fold an open one; its place on the screen stays. @param {string} group */
  toggleGroup(group) {
    const { camera, drawing, folds, page, pointer } = this.player;
    if (folds.fixed || !folds.groups.has(group)) return;
    this.anchor = { group, at: camera.onStage(drawing.card(group)), scale: camera.scale };
    pointer.leave();
    page.choose({ open: folds.toggled(group).join(",") || "none" });
  }

  /** Open or fold what the keyboard stands on, else what is at work. */
  toggleHere() {
    const { folds, pointer, view } = this.player;
    this.toggleGroup(folds.groupAt(folds.shows(pointer.node || view.active)));
  }

  /** Once the picture has been drawn anew: let that group stand where it stood. */
  hold() {
    const { camera, drawing } = this.player;
    if (this.anchor) camera.hold(drawing.card(this.anchor.group), this.anchor.at, this.anchor.scale);
    this.anchor = undefined;
  }

  turn() {
    const { data, page } = this.player;
    page.setDirection(data.direction === "down" ? "right" : "down");
  }

  /** Draw chains of additions as sums, or as they were typed. */
  toggleSums() {
    this.player.pointer.leave();
    this.player.page.choose({ sums: this.player.walk.sums.size ? "0" : "1" });
  }

  toggleFullscreen() {
    const { player } = this;
    if (document.fullscreenElement) return void document.exitFullscreen();
    player.projector.lift(true);
    player.root.requestFullscreen().catch(() => {
      player.projector.lift();
      player.say("This browser does not allow full screen here.");
    });
  }
}
