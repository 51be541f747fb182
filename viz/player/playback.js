/**
 * Playing: the walk goes on by itself to its end, to a question, or until somebody takes the next step.
 *
 * @typedef {import("./player.js").Player} Player
 */

const PAUSE = 1500; // ms a step stays at speed 1

export class Playback {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.on = false;
    this.speed = 1;
    this.timer = 0;
  }

  toggle() {
    if (this.on) return this.stop();
    const { player } = this;
    if (player.steps.atEnd) player.steps.move(0, false);
    this.on = true;
    player.telling.say.setAttribute("aria-live", "off"); // a live region must not talk over itself
    player.controls.patch(player.telling.say.textContent ?? "");
    this.#wait();
  }

  #wait() {
    this.timer = window.setTimeout(() => {
      const { player } = this;
      player.steps.move(player.steps.index + 1, true);
      if (player.steps.atEnd || player.predict.open) this.stop();
      else this.#wait();
    }, PAUSE / this.speed);
  }

  stop() {
    if (!this.on) return;
    window.clearTimeout(this.timer);
    this.on = false;
    this.player.telling.say.removeAttribute("aria-live");
    this.player.controls.patch(this.player.telling.say.textContent ?? "");
  }
}
