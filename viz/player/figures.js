/**
 * The open figure follows a number in hand. Plotly's figure is the page's and is drawn anew when the number is let go;
 * until then its point and its slope are drawn here, over it: on a curve a tangent, on contours an arrow of the gradient.
 * The figure says of what variables it is and in which colours (`figures/function.py`), and where its axes are.
 *
 * @typedef {{_offset: number, _length: number, range: [number, number], l2p: (x: number) => number}} Axis
 * @typedef {{follows: string[], ink: string, slope: string, reach: number}} About  `reach` is the length of the arrow, in units of the axes
 * @typedef {HTMLElement & {_fullLayout?: {xaxis: Axis, yaxis: Axis, meta?: About}, on: (event: string, heed: () => void) => void}} Plot
 * @typedef {{value: number, point: Map<string, number>, slopes: Map<string, number>}} Place  of the function
 */

import { shown } from "./numbers.js";
import { make, put, show, write } from "./svg.js";

const DOT = 4.5; // radius of the point, px, as in the figure
const HEAD = 9; // length of an arrowhead

/** @type {WeakMap<Plot, Over>} */
const overs = new WeakMap();

/** Let every open figure show a place of the function. @param {Place} place */
export function follow(place) {
  for (const plot of /** @type {NodeListOf<Plot>} */ (document.querySelectorAll(".js-plotly-plot"))) {
    const about = plot._fullLayout?.meta;
    if (!about?.follows?.every((name) => place.point.has(name))) continue;
    if (!overs.has(plot)) overs.set(plot, new Over(plot));
    /** @type {Over} */ (overs.get(plot)).show(place, about);
  }
}

/** What is drawn over one figure. */
class Over {
  /** @param {Plot} plot */
  constructor(plot) {
    this.plot = plot;
    this.line = make("path", { fill: "none" });
    this.head = make("path");
    this.dot = make("circle", { r: DOT });
    this.area = make("svg", {}, [this.line, this.head, this.dot]);
    this.root = make("svg", { class: "in-hand", "aria-hidden": "true", width: "100%", height: "100%", style: "position: absolute; inset: 0; pointer-events: none" }, [this.area]);
    plot.on("plotly_afterplot", () => this.#end());
  }

  /** @param {Place} place @param {About} about */
  show(place, about) {
    const { xaxis, yaxis } = /** @type {NonNullable<Plot["_fullLayout"]>} */ (this.plot._fullLayout);
    if (!this.root.isConnected) this.#begin();
    for (const [name, number] of Object.entries({ x: xaxis._offset, y: yaxis._offset, width: xaxis._length, height: yaxis._length })) put(this.area, name, number);
    const [x, y] = about.follows;
    const at = /** @type {[number, number]} */ ([place.point.get(x), y === undefined ? place.value : place.point.get(y)]);
    const ends = y === undefined ? tangent(at, place.slopes.get(x), xaxis.range) : arrow(at, [place.slopes.get(x), place.slopes.get(y)], about.reach);
    if (this.legend) write(this.legend, `tangent, slope ${shown(place.slopes.get(x) ?? NaN)}`);
    const [from, to] = ends.map(([across, up]) => [xaxis.l2p(across), yaxis.l2p(up)]);
    put(this.dot, "fill", about.ink);
    put(this.dot, "cx", xaxis.l2p(at[0]));
    put(this.dot, "cy", yaxis.l2p(at[1]));
    for (const part of [this.line, this.head]) show(part, !!to);
    show(this.head, !!to && y !== undefined);
    if (!to) return;
    put(this.line, "d", `M${from}L${to}`);
    put(this.line, "stroke", about.slope);
    put(this.line, "stroke-width", y === undefined ? 2 : 3);
    put(this.line, "stroke-dasharray", y === undefined ? "9 9" : null);
    const turned = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
    put(this.head, "d", `M0,0l${-HEAD},${-HEAD / 2}v${HEAD}z`);
    put(this.head, "fill", about.slope);
    put(this.head, "transform", `translate(${to}) rotate(${turned})`);
  }

  /** The figure's own point and slope step back. */
  #begin() {
    this.plot.querySelector(".svg-container")?.append(this.root);
    for (const element of this.#own()) if (!traceOf(element) || traceOf(element)?.meta === "moves") element.style.visibility = "hidden";
    const entries = /** @type {NodeListOf<SVGElement>} */ (this.plot.querySelectorAll(".legend .traces"));
    this.legend = [...entries].find((entry) => traceOf(entry)?.name.startsWith("tangent"))?.querySelector("text");
  }

  /** @returns {Iterable<SVGElement>} the figure's own lines, points and arrows */
  #own() {
    return this.plot.querySelectorAll(".scatterlayer .trace, .annotation");
  }

  /** The figure was drawn anew, with its own point. */
  #end() {
    this.root.remove();
    for (const element of this.#own()) element.style.visibility = "";
  }
}

/** What Plotly drew an element for; nothing for an arrow. @param {SVGElement} element @returns {{name: string, meta?: unknown}|undefined} */
const traceOf = (element) => /** @type {any} */ (element).__data__?.[0]?.trace;

/** @typedef {[number, number]} Spot  on the axes */

/** From one side of the figure to the other. @param {Spot} at @param {number|undefined} slope @param {Spot} range @returns {Spot[]} */
function tangent([x, f], slope, range) {
  if (slope === undefined || !Number.isFinite(slope * f)) return [];
  return range.map((end) => [end, f + slope * (end - x)]);
}

/** @param {Spot} at @param {(number|undefined)[]} slopes @param {number} reach @returns {Spot[]} */
function arrow([x, y], [across = NaN, up = NaN], reach) {
  const length = Math.hypot(across, up);
  return length > 0 && Number.isFinite(length) ? [[x, y], [x + (reach * across) / length, y + (reach * up) / length]] : [];
}
