/**
 * A drawing as plain shapes: what the browser would paint, in that order, each with its colours and sizes as
 * attributes of its own. No style sheet is needed to draw them again, so any program can.
 *
 * `order` is the place of the element in the drawing, the same at every step.
 * @typedef {{order: number, tag: string, place: Record<string, string>, look: Record<string, string>, spans: Span[]}} Shape
 * @typedef {{text: string, look: Record<string, string>}} Span  a run of letters in one weight
 */

const SHAPES = "path, polygon, polyline, ellipse, rect, circle, text";
const PLACES = ["d", "points", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r"];
const PAINT = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "opacity"];
const LETTERS = ["font-size", "font-weight", "font-style", "text-anchor"];
const USUAL = { "fill-opacity": "1", "stroke-opacity": "1", opacity: "1", "stroke-dasharray": "none", "font-weight": "400", "font-style": "normal", "text-anchor": "start" };
const CENTRAL = 0.34; // em by which a text that is centred on a line stands lower: not every program knows how to

/** @param {SVGElement} layer in the document, so that its style is known @returns {Shape[]} */
export function flatten(layer) {
  return [...layer.querySelectorAll(SHAPES)].flatMap((element, order) => shape(/** @type {SVGElement} */ (element), order) ?? []);
}

/** @param {SVGElement} element @param {number} order @returns {Shape|null} null where nothing is to be seen */
function shape(element, order) {
  const style = getComputedStyle(element);
  if (style.visibility === "hidden" || away(element)) return null;
  const letters = element.localName === "text";
  if (letters ? !element.textContent : invisible(style)) return null;
  const place = picked(PLACES, (name) => element.getAttribute(name) ?? "");
  const look = lookOf(style, letters ? [...PAINT.slice(0, 2), ...LETTERS] : PAINT);
  if (!letters) return { order, tag: element.localName, place, look, spans: [] };
  place.y = (Number(place.y) + CENTRAL * parseFloat(style.fontSize)).toFixed(1);
  return { order, tag: "text", place, look, spans: [...element.childNodes].flatMap((node) => span(node, look)) };
}

/** @param {Node} node @param {Record<string, string>} around the look of the text @returns {Span[]} */
function span(node, around) {
  const text = node.textContent ?? "";
  if (!text) return [];
  if (!(node instanceof Element)) return [{ text, look: {} }];
  const own = lookOf(getComputedStyle(node), ["fill", "font-weight", "font-style"]);
  return [{ text, look: Object.fromEntries(Object.entries(own).filter(([name, value]) => around[name] !== value)) }];
}

/** Whether it is taken out of the drawing, by itself or with what is around it. @param {Element} element */
function away(element) {
  for (let one = element; one.localName !== "svg"; one = /** @type {Element} */ (one.parentElement)) if (getComputedStyle(one).display === "none") return true;
  return false;
}

/** @param {CSSStyleDeclaration} style */
function invisible(style) {
  const empty = (/** @type {string} */ paint) => paint === "none" || paint === "rgba(0, 0, 0, 0)";
  return empty(style.fill) && (empty(style.stroke) || parseFloat(style.strokeWidth) === 0);
}

/** What is unusual about a style. @param {CSSStyleDeclaration} style @param {string[]} names */
function lookOf(style, names) {
  return picked(names, (name) => {
    const value = short(style.getPropertyValue(name));
    return value === /** @type {Record<string, string>} */ (USUAL)[name] || (name.startsWith("stroke") && style.stroke === "none" && name !== "stroke") ? "" : value;
  });
}

/** "3px" without its unit, "rgb(11, 92, 173)" as #0b5cad. @param {string} value */
function short(value) {
  if (value === "650") return "700"; // other programs know whole hundreds only
  const colour = value.match(/^rgb\((\d+), (\d+), (\d+)\)$/);
  if (colour) return `#${colour.slice(1).map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
  return value.replace(/(\d)px/g, "$1");
}

/** @param {string[]} names @param {(name: string) => string} value */
const picked = (names, value) => Object.fromEntries(names.map((name) => [name, value(name)]).filter(([, text]) => text));
