/** Small helpers for SVG: make, set only what changed, and take in Graphviz's SVG without trusting it. */

const SVG = "http://www.w3.org/2000/svg";

/** What may come in from a drawing; anything else is left out. */
const ELEMENTS = new Set(["svg", "g", "path", "polygon", "polyline", "ellipse", "text"]);
const ATTRIBUTES = new Set(["id", "class", "d", "points", "x", "y", "cx", "cy", "rx", "ry", "transform", "viewBox", "text-anchor"]);

/**
 * @param {string} name @param {Record<string, string|number>} [attributes] @param {Node[]} [children]
 * @returns {SVGElement}
 */
export function make(name, attributes = {}, children = []) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Set an attribute, or take it away, if that changes anything. @param {Element} element @param {string} name @param {string|number|null|undefined|false} value */
export function put(element, name, value) {
  if (value === null || value === undefined || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, String(value));
  }
}

/** Set a text if it changes; in the node that is there, since another one would have to be laid out from the beginning. @param {Element} element @param {string} text */
export function write(element, text) {
  const { firstChild: node } = element;
  if (node instanceof Text && node === element.lastChild) {
    if (node.data !== text) node.data = text;
  } else if (element.textContent !== text) element.textContent = text;
}

/** Show or hide. @param {SVGElement|HTMLElement} element @param {boolean} visible */
export function show(element, visible) {
  const display = visible ? "" : "none";
  if (element.style.display !== display) element.style.display = display;
}

/**
 * The drawing as elements of this document: only shapes and texts, only their geometry. The groups that
 * Graphviz wraps around named parts keep their id, so that the parts can be found again.
 * @param {string} text @returns {SVGSVGElement}
 */
export function adopt(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return /** @type {SVGSVGElement} */ (copy(parsed));
}

/** @param {Element} from @returns {SVGElement} */
function copy(from) {
  const to = make(from.localName);
  for (const { name, value } of from.attributes) if (ATTRIBUTES.has(name)) to.setAttribute(name, value);
  for (const child of from.childNodes) {
    if (child.nodeType === 3 && from.localName === "text") to.append(child.textContent ?? "");
    if (child.nodeType !== 1) continue;
    const element = /** @type {Element} */ (child);
    if (ELEMENTS.has(element.localName)) to.append(copy(element));
    else if (element.localName === "a") to.append(...copy(element).childNodes); // Graphviz's tooltip wrapper
  }
  return to;
}

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** The box around a polygon or path, from its coordinates: no layout is needed to know it. @param {Element} shape @returns {Box} */
export function boxOf(shape) {
  const numbers = (shape.getAttribute("points") ?? shape.getAttribute("d") ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [0, 0];
  const xs = numbers.filter((_, i) => i % 2 === 0);
  const ys = numbers.filter((_, i) => i % 2 === 1);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
