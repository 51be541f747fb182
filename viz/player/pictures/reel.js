/**
 * The whole walk as one SVG that plays by itself, for a page that runs no script: a README, a forum, a slide.
 *
 * A shape looks different at different steps, so each of its looks is a shape of its own that is seen from one step
 * to another. Shapes that come and go together share one animation, which only switches them on and off. Where
 * nothing may move, and in programs that know no animation, the last step is seen.
 *
 * @typedef {import("../player.js").Player} Player
 * @typedef {import("./flat.js").Shape} Shape
 * @typedef {import("./darkroom.js").Frame} Frame
 * @typedef {{shape: Shape, night: Shape, seen: number[]}} Card  the same shape in either theme; `seen` lists steps
 */

import { widthOf } from "../ruler.js";
import { make } from "../svg.js";
import { Darkroom, developed } from "./darkroom.js";
import { canvas, element, serialised } from "./still.js";

const STAY = 1.8; // seconds a step stays
const REST = 3; // steps' worth of time that the last one stays
const CAPTION = { size: 17, line: 25, lines: 3, air: 14 };
const WIDER = 1.12; // than in the player's own font a text may be
const HEIGHT = CAPTION.lines * CAPTION.line + CAPTION.air;

/** @param {Player} player */
export function reel(player) {
  return developed([new Darkroom(player, "light"), new Darkroom(player, "dark")], (light, dark) => {
    const frames = light.takeAll();
    const darker = dark.takeAll();
    const { world } = light;
    const cards = [...collected(frames, darker), ...captions(frames, world, [light, dark])];
    const sheet = new Sheet(frames.length);
    const shapes = drawnOnce(cards, sheet);
    const room = { ...world, y: world.y - HEIGHT, height: world.height + HEIGHT };
    const svg = canvas(room, player.walk.run.function.text, "", shapes);
    const style = make("style");
    style.textContent = sheet.text(light.ground, dark.ground);
    svg.prepend(style);
    return serialised(svg);
  });
}

/** Every look of every shape, once, in the order in which they are painted. @param {Frame[]} frames @param {Frame[]} darker @returns {Card[]} */
function collected(frames, darker) {
  /** @type {Map<string, Card>} */
  const found = new Map();
  frames.forEach(({ shapes }, step) => {
    shapes.forEach((shape, i) => {
      const night = darker[step].shapes[i];
      const key = JSON.stringify([shape, night.look]);
      const card = found.get(key) ?? { shape, night, seen: [] };
      card.seen.push(step);
      found.set(key, card);
    });
  });
  return [...found.values()].sort((a, b) => a.shape.order - b.shape.order);
}

/** The cards as elements; an outline that is needed in several looks is written down once. @param {Card[]} cards @param {Sheet} sheet @returns {SVGElement[]} */
function drawnOnce(cards, sheet) {
  /** @type {Map<string, Shape[]>} */
  const alike = new Map();
  const outline = (/** @type {Shape} */ { tag, place }) => JSON.stringify([tag, place]);
  for (const { shape } of cards) if (shape.tag !== "text") alike.set(outline(shape), [...(alike.get(outline(shape)) ?? []), shape]);
  const kept = new Map([...alike].filter(([, shapes]) => shapes.length > 1).map(([key, [shape]], i) => [key, { shape, id: `s${i}` }]));
  const definitions = make("defs", {}, [...kept.values()].map(({ shape, id }) => element(shape, { id })));
  return [definitions, ...cards.map((card) => {
    const known = kept.get(outline(card.shape));
    if (known) return make("use", { href: `#${known.id}`, class: sheet.classes(card) });
    return element(card.shape, { class: sheet.classes(card) }, (i) => ({ class: sheet.look(card.shape.spans[i].look, card.night.spans[i].look) }));
  })];
}

/** The sentence of each step above the drawing. @param {Frame[]} frames @param {import("../svg.js").Box} world @param {Darkroom[]} rooms @returns {Card[]} */
function captions(frames, world, rooms) {
  const [day, night] = rooms.map((room) => ({ fill: room.ink, "font-size": String(CAPTION.size) }));
  return frames.flatMap(({ caption }, step) => broken(caption, (world.width - 2 * CAPTION.air) / WIDER).map((text, i) => {
    const y = world.y - HEIGHT + CAPTION.air + (i + 0.7) * CAPTION.line;
    const shape = { order: Infinity, tag: "text", place: { x: String(world.x + CAPTION.air), y: y.toFixed(1) }, look: day, spans: [{ text, look: {} }] };
    return { shape, night: { ...shape, look: night }, seen: [step] };
  }));
}

/** A text in lines of a width; what has no room is left out. @param {string} text @param {number} width @returns {string[]} */
function broken(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && widthOf(longer, CAPTION.size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  if (lines.length <= CAPTION.lines) return lines;
  return [...lines.slice(0, CAPTION.lines - 1), `${lines[CAPTION.lines - 1]} …`];
}

/** The style of a reel: a class for each look, and one for each way to come and go. */
class Sheet {
  /** @param {number} steps */
  constructor(steps) {
    this.steps = steps;
    /** @type {Map<string, string>} */
    this.looks = new Map();
    /** @type {Map<string, string>} */
    this.ways = new Map();
  }

  /** @param {Record<string, string>} day @param {Record<string, string>} night */
  look(day, night) {
    return named(this.looks, [day, night].map(declared).join("|"), "l");
  }

  /** @param {Card} card */
  classes({ shape, night, seen }) {
    const look = this.look(shape.look, night.look);
    return seen.length === this.steps ? look : `${look} ${named(this.ways, seen.join(), "w")}`;
  }

  /** @param {string} light @param {string} dark the grounds */
  text(light, dark) {
    const time = ((this.steps + REST - 1) * STAY).toFixed(1);
    const rules = [`svg>rect{fill:${light}}`, `svg>*{animation:${time}s step-end infinite}`];
    const atNight = [`svg>rect{fill:${dark}}`];
    for (const [look, name] of this.looks) {
      const [day, night] = look.split("|");
      rules.push(`.${name}{${day}}`);
      if (night !== day) atNight.push(`.${name}{${night}}`);
    }
    for (const [way, name] of this.ways) {
      const seen = new Set(way.split(",").map(Number));
      rules.push(`.${name}{opacity:${Number(seen.has(this.steps - 1))};animation-name:${name}}`, `@keyframes ${name}{${this.#moments(seen)}}`);
    }
    return `${rules.join("")}@media(prefers-color-scheme:dark){${atNight.join("")}}@media(prefers-reduced-motion:reduce){*{animation:none!important}}`;
  }

  /** When something is switched on or off. @param {Set<number>} seen */
  #moments(seen) {
    const moments = [];
    for (let step = 0; step < this.steps; step++) {
      if (step && seen.has(step) === seen.has(step - 1)) continue;
      moments.push(`${((100 * step) / (this.steps + REST - 1)).toFixed(1)}%{opacity:${Number(seen.has(step))}}`);
    }
    return moments.join("");
  }
}

/** @param {Record<string, string>} look */
const declared = (look) => Object.entries(look).map(([name, value]) => `${name}:${unit(name, value)}`).join(";");

/** Sizes of letters want a unit in a style. @param {string} name @param {string} value */
const unit = (name, value) => (name === "font-size" ? `${value}px` : value);

/** A short name for a text, the same one every time. @param {Map<string, string>} names @param {string} text @param {string} letter */
function named(names, text, letter) {
  if (!names.has(text)) names.set(text, `${letter}${names.size}`);
  return /** @type {string} */ (names.get(text));
}
