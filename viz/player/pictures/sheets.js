/**
 * All steps as sheets of paper, one a step: the sentence, and the graph as large as fits. The browser prints them or
 * saves them as PDF, with the letters as letters.
 *
 * @typedef {import("../player.js").Player} Player
 */

import { el } from "../dom.js";
import { Darkroom, developed } from "./darkroom.js";
import { canvas, element } from "./still.js";

const LOOK = `
  @page { size: 13.333in 7.5in; margin: 0; }
  body { margin: 0; font: 400 20pt/30pt "Source Sans", "Source Sans 3", "Helvetica Neue", Arial, sans-serif; color: #111827; background: #fff; }
  section { box-sizing: border-box; width: 13.333in; height: 7.5in; padding: .4in .5in; display: flex; flex-direction: column; gap: .2in; break-after: page; break-inside: avoid; overflow: hidden; }
  section:last-child { break-after: auto; }
  p { margin: 0; min-height: 60pt; }
  svg { flex: 1; min-height: 0; width: 100%; }
`;

/** Ask the browser to print the stops that are named, in a frame of their own. @param {Player} player @param {number[]} stops */
export async function printSheets(player, stops) {
  const frame = /** @type {HTMLIFrameElement} */ (el("iframe.darkroom", { "aria-hidden": "true", tabindex: "-1", title: "Sheets to print" }));
  player.root.after(frame);
  const paper = /** @type {Window & typeof globalThis} */ (frame.contentWindow);
  lay(paper, developed([new Darkroom(player, "light")], (room) => stops.map((stop) => sheet(room, stop))));
  for (const face of document.fonts) if (face.status === "loaded") paper.document.fonts.add(face);
  await paper.document.fonts.ready;
  paper.addEventListener("afterprint", () => frame.remove());
  paper.document.title = document.title;
  paper.print();
}

/** @param {Window & typeof globalThis} paper @param {HTMLElement[]} sheets */
function lay(paper, sheets) {
  const look = new paper.CSSStyleSheet();
  look.replaceSync(LOOK);
  paper.document.adoptedStyleSheets = [look];
  paper.document.body.append(...sheets);
}

/** @param {Darkroom} room @param {number} stop */
function sheet(room, stop) {
  const { shapes, caption } = room.take(stop);
  return el("section", {}, [el("p", {}, [caption]), canvas(room.world, caption, "none", shapes.map((shape) => element(shape, shape.look)))]);
}
