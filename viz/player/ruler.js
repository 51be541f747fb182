/** How wide a text is in the page's font, and what of it fits. */

/** @type {CanvasRenderingContext2D|null} */
let ruler = null;

const MOST = 5000; // texts whose width is remembered
/** @type {Map<string, number>} */
const known = new Map();
document.fonts?.addEventListener("loadingdone", () => known.clear()); // until then another font was measured

/** @param {string} text @param {number} size */
export function widthOf(text, size) {
  const key = `${size} ${text}`;
  const found = known.get(key) ?? measured(text, size);
  if (known.size >= MOST) known.clear();
  known.set(key, found);
  return found;
}

/** @param {string} text @param {number} size */
function measured(text, size) {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return text.length * size * 0.55;
  ruler.font = `600 ${size}px "Source Sans", "Source Sans 3", sans-serif`;
  return ruler.measureText(text).width;
}

/** A text, cut where it would be wider than its room. @param {string} text @param {number} size @param {number} room */
export function fitting(text, size, room) {
  if (widthOf(text, size) <= room) return text;
  let kept = text.length;
  while (kept > 1 && widthOf(`${text.slice(0, kept)}…`, size) > room) kept--;
  return `${text.slice(0, kept).trimEnd()}…`;
}
