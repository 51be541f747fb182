/**
 * One step as an SVG that stands alone: shapes with attributes, the sentence of the step as its title. Every
 * program that reads SVG can show it; texts stay texts.
 *
 * @typedef {import("../player.js").Player} Player
 * @typedef {import("./flat.js").Shape} Shape
 */

import { make } from "../svg.js";
import { Darkroom, developed } from "./darkroom.js";

export const FONTS = '"Source Sans 3", "Source Sans Pro", "Helvetica Neue", Arial, sans-serif';

/** The stop that the player shows, as the text of a file. @param {Player} player */
export function still(player) {
  return developed([new Darkroom(player, "light")], (room) => {
    const { shapes, caption } = room.take(player.steps.index);
    return serialised(canvas(room.world, caption, room.ground, shapes.map((shape) => element(shape, shape.look))));
  });
}

/** @param {import("../svg.js").Box} world @param {string} title @param {string} ground @param {Element[]} children @returns {SVGElement} */
export function canvas({ x, y, width, height }, title, ground, children) {
  const name = make("title");
  name.textContent = title;
  const behind = make("rect", { x, y, width, height, fill: ground || "none" });
  return make("svg", { viewBox: `${x} ${y} ${width} ${height}`, width, height, role: "img", "font-family": FONTS }, [name, behind, ...children]);
}

/** @param {Shape} shape @param {Record<string, string>} look attributes beside its place @param {(i: number) => Record<string, string>} [own] those of its spans @returns {SVGElement} */
export function element({ tag, place, spans }, look, own = (i) => spans[i].look) {
  const parts = spans.map(({ text, look: unlike }, i) => {
    if (!Object.keys(unlike).length) return document.createTextNode(text);
    const part = make("tspan", own(i));
    part.textContent = text;
    return part;
  });
  return make(tag, { ...place, ...look }, parts);
}

/** @param {Element} svg */
export const serialised = (svg) => new XMLSerializer().serializeToString(svg);
