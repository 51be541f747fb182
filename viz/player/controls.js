/**
 * The row under the graph: walk, scrub, and how to look at it. It shows where the walk is and asks the player
 * to go elsewhere; it decides nothing.
 *
 * @typedef {import("./player.js").Player} Player
 */

import { button, el, icon } from "./dom.js";
import { second } from "./state.js";

const SPEEDS = [0.5, 1, 2, 4];

export class Controls {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    this.first = button("first", "First step", "Home", () => player.steps.goTo(0));
    this.previous = button("previous", "Previous step", "←", () => player.steps.previous());
    this.playing = button("play", "Play", "Space", () => player.playback.toggle());
    this.playing.classList.add("play");
    this.next = button("next", "Next step", "→", () => player.steps.next());
    this.last = button("last", "Last step", "End", () => player.steps.goTo(Infinity));
    this.slider = /** @type {HTMLInputElement} */ (el("input", { type: "range", min: 0, step: 1, "aria-label": "Step", oninput: () => player.steps.goTo(Number(this.slider.value)) }));
    this.fill = el("div.fill");
    this.thumb = el("div.thumb");
    this.ticks = el("div.ticks");
    this.labels = el("div.labels", { "aria-hidden": "true" });
    this.count = el("span.count", { "aria-hidden": "true" });
    this.speed = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": "Speed", title: "Speed of playing", onchange: () => (player.playback.speed = Number(this.speed.value)) },
      SPEEDS.map((speed) => el("option", { value: speed, selected: speed === 1 }, [`${speed}×`]))));
    this.parts = this.#switch("parts", "Part by part", "", () => player.steps.setByParts(!player.steps.byParts));
    this.cover = this.#switch("cover", "Cover what comes", "K", () => player.looking.toggleCover());
    this.predict = this.#switch("predict", "Predict what comes", "Q", () => player.predict.toggle());
    this.direction = button("down", "Draw from top to bottom", "", () => player.looking.turn());
    this.projector = this.#switch("projector", "Projector", "P", () => player.projector.toggle());
    this.sums = this.#switch("sum", "Draw sums as one card", "", () => player.looking.toggleSums());
    this.look = el("div.look", { role: "group", "aria-label": "Look" }, [
      this.sums, this.direction, button("minus", "Zoom out", "−", () => player.camera?.zoom(1 / 1.25)),
      button("fit", "Fit the graph", "0", () => player.looking.fit()), button("plus", "Zoom in", "+", () => player.camera?.zoom(1.25)),
    ]);
    this.root = el("div.controls", {}, [
      el("div.walk", { role: "group", "aria-label": "Walk" }, [this.first, this.previous, this.playing, this.next, this.last]),
      el("div.scrub", {}, [el("div.track"), this.fill, this.ticks, this.labels, this.count, this.slider, this.thumb]),
      el("div.view", { role: "group", "aria-label": "View" }, [
        this.speed, this.parts, this.predict, this.cover, this.projector,
        button("fullscreen", "Full screen", "F", () => player.looking.toggleFullscreen()), button("help", "Keys and help", "?", () => player.help.open()),
      ]),
    ]);
  }

  /** @param {"parts"|"predict"|"cover"|"projector"|"sum"} sign @param {string} name @param {string} key @param {() => void} act */
  #switch(sign, name, key, act) {
    const made = button(sign, name, key, act);
    made.setAttribute("aria-pressed", "false");
    return made;
  }

  /** The marks of a new walk. */
  rebuild() {
    const { walk } = this.player;
    const { stops } = this.player.steps;
    this.slider.max = String(stops.length - 1);
    this.slider.setAttribute("aria-valuemax", String(stops.length - 1));
    this.sums.hidden = !this.player.data.picture?.summable;
    const border = borderOf(walk, stops);
    const end = stops.length - 1;
    const crowded = stops.length > 60;
    this.ticks.replaceChildren(...stops.flatMap((_, i) => {
      const big = i === 0 || i === border || i === end;
      if (crowded && !big) return [];
      return [el(`div.tick${big ? ".big" : ""}`, { style: `left:${percent(i, end)}`, "data-at": i })];
    }));
    this.phases = walk.mode.phases.map(([, name], i) => el("span", { style: `left:${i ? percent(border, end) : 0}` }, [name]));
    this.labels.replaceChildren(...this.phases);
  }

  /** @param {string} spoken the sentence of this stop */
  patch(spoken) {
    const { view, walk, playback } = this.player;
    const { index, stops } = this.player.steps;
    const end = stops.length - 1;
    this.slider.value = String(index);
    this.slider.setAttribute("aria-valuenow", String(index));
    this.slider.setAttribute("aria-valuetext", spoken);
    const again = second(walk, view);
    this.root.classList.toggle("reversed", again);
    this.fill.style.width = this.thumb.style.left = percent(index, end);
    const border = percent(borderOf(walk, stops), end);
    this.fill.style.setProperty("--border", border);
    for (const tick of this.ticks.children) tick.classList.toggle("on", Number(/** @type {HTMLElement} */ (tick).dataset.at) <= index);
    this.phases?.forEach((label, i) => label.classList.toggle("on", (i === 1) === again));
    this.count.textContent = `${view.stop.step} / ${walk.last}`;
    for (const [control, off] of /** @type {[HTMLElement, boolean][]} */ ([[this.first, index === 0], [this.previous, index === 0], [this.next, index === end], [this.last, index === end]])) {
      control.setAttribute("aria-disabled", String(off)); // not disabled: focus must stay where it is
    }
    const label = playback.on ? "Pause" : "Play";
    if (this.playing.getAttribute("aria-label") !== label) {
      this.playing.setAttribute("aria-label", label);
      this.playing.title = `${label} (Space)`;
      this.playing.replaceChildren(icon(playback.on ? "pause" : "play"));
    }
    this.parts.setAttribute("aria-pressed", String(this.player.steps.byParts));
    this.predict.setAttribute("aria-pressed", String(this.player.predict.on));
    this.cover.setAttribute("aria-pressed", String(this.player.looking.covered));
    this.projector.setAttribute("aria-pressed", String(this.player.projector.on));
    this.sums.setAttribute("aria-pressed", String(walk.sums.size > 0));
    const down = this.player.direction === "down";
    this.direction.setAttribute("aria-label", down ? "Draw from left to right" : "Draw from top to bottom");
    this.direction.title = this.direction.getAttribute("aria-label") ?? "";
    if (this.direction.dataset.down !== String(down)) {
      this.direction.dataset.down = String(down);
      this.direction.replaceChildren(icon(down ? "right" : "down"));
    }
  }
}

/** The stop with which the second pass begins, which may stand for several steps; the first where there is none. @param {import("./state.js").Walk} walk @param {import("./state.js").Stop[]} stops */
const borderOf = (walk, stops) => Math.max(0, stops.findIndex((stop) => stop.step >= walk.turning));

/** @param {number} at @param {number} end */
const percent = (at, end) => `${end > 0 ? ((100 * at) / end).toFixed(3) : 0}%`;
