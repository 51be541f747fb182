/** Small helpers for HTML, so that the modules read like the page they build. */

/**
 * @param {string} name tag, with an optional class: "button.play"
 * @param {Record<string, unknown>} [properties] attributes; functions become listeners ("onclick")
 * @param {(Node|string)[]} [children]
 * @returns {HTMLElement}
 */
export function el(name, properties = {}, children = []) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") /** @type {any} */ (element)[key] = value;
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/**
 * Put other controls into an element. The keyboard stays at the one of the same name, else at the one in the same place.
 * @param {HTMLElement} holder @param {(Node|string)[]} children
 */
export function refill(holder, ...children) {
  const controls = () => /** @type {HTMLElement[]} */ ([...holder.querySelectorAll("select, button, a, [tabindex]")]);
  const before = controls();
  const place = before.findIndex((control) => control.matches(":focus"));
  const name = place < 0 ? "" : nameOf(before[place]);
  holder.replaceChildren(...children);
  if (place < 0) return;
  const after = controls();
  (after.find((control) => nameOf(control) === name) ?? after[place] ?? after.at(-1))?.focus({ preventScroll: true });
}

/** @param {HTMLElement} control */
const nameOf = (control) => (control.closest("label")?.firstChild ?? control).textContent;

const LINES = 'fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"';
const SOLID = 'fill="currentColor" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"';
const PATHS = {
  first: `<path ${SOLID} d="M15 5.500v9l-7-4.500z"/><path ${LINES} d="M5.500 5v10"/>`,
  previous: `<path ${LINES} d="M12 5.500 7.500 10l4.500 4.500"/>`,
  play: `<path ${SOLID} d="M7.500 5.500v9l7-4.500z"/>`,
  pause: `<path ${LINES} stroke-width="2.600" d="M7.500 6v8M12.500 6v8"/>`,
  next: `<path ${LINES} d="M8 5.500 12.500 10 8 14.500"/>`,
  last: `<path ${SOLID} d="M5 5.500v9l7-4.500z"/><path ${LINES} d="M14.500 5v10"/>`,
  plus: `<path ${LINES} d="M10 5v10M5 10h10"/>`,
  minus: `<path ${LINES} d="M5 10h10"/>`,
  fit: `<path ${LINES} d="M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4"/>`,
  down: `<path ${LINES} d="M10 4v12M5.500 11.500 10 16l4.500-4.500"/>`,
  sum: `<path ${LINES} d="M14.500 6.500V4H5.500l5 6-5 6h9v-2.500"/>`,
  right: `<path ${LINES} d="M4 10h12M11.500 5.500 16 10l-4.500 4.500"/>`,
  cover: `<path ${LINES} d="M3 10s2.500-4.500 7-4.500S17 10 17 10s-2.500 4.500-7 4.500S3 10 3 10zM4 16 16 4"/>`,
  predict: `<path ${LINES} d="M11.500 5.500l3 3L7 16H4v-3zM9.500 16H16"/>`,
  projector: `<path ${LINES} d="M3 4.500h14v9H3zM10 13.500V17M7 17h6"/>`,
  fullscreen: `<path ${LINES} d="M4 7.500V4h3.500M12.500 4H16v3.500M16 12.500V16h-3.500M7.500 16H4v-3.500"/>`,
  help: `<path ${LINES} d="M7.500 7.500a2.500 2.500 0 1 1 3.600 2.250c-.7.350-1.100.9-1.100 1.750M10 14.500v.1"/>`,
  parts: `<path ${LINES} d="M4 6h5M4 10h5M4 14h5M12 10h4M13.500 7.500 16 10l-2.500 2.500"/>`,
};

/** A sign for a button. @param {keyof typeof PATHS} name */
export function icon(name) {
  const holder = document.createElement("span");
  holder.className = "icon";
  holder.innerHTML = `<svg viewBox="0 0 20 20" aria-hidden="true">${PATHS[name]}</svg>`; // our own text, nobody else's
  return holder;
}

/** A button with a sign; its name is what is read out and shown as a hint. @param {keyof typeof PATHS} sign @param {string} name @param {string} key @param {() => void} act */
export function button(sign, name, key, act) {
  return el("button", { type: "button", "aria-label": name, title: key ? `${name} (${key})` : name, onclick: act }, [icon(sign)]);
}
