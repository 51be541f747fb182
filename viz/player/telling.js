/** What a stop says in words: its sentence over the graph, and under that the code of the step with its numbers. */

import { el } from "./dom.js";

export class Telling {
  constructor() {
    this.say = el("p.say", { role: "status" });
    this.code = el("div.code", { role: "group", "aria-label": "The line of code of this step" });
  }

  /**
   * @param {import("./pieces.js").Piece[]} pieces of the sentence @param {string} phase
   * @param {({code: string, numbers: string}|import("./pieces.js").Piece[])[]} lines of code
   */
  tell(pieces, phase, lines) {
    this.say.replaceChildren(...written(pieces));
    this.say.className = `say ${phase}`;
    this.code.replaceChildren(...lines.map((one) => el("code", {}, Array.isArray(one) ? written(one) : withNumbers(one))));
  }
}

/** @param {import("./pieces.js").Piece[]} pieces */
const written = (pieces) => pieces.map(({ text, kind }) => (kind ? el(kind === "struck" ? "s" : `span.${kind}`, {}, whole(text)) : whole(text))).flat();

/** A text in which no line ends inside ∂f/∂x. @param {string} text @returns {(Node|string)[]} */
const whole = (text) => text.split(/([^\s(]*\/[^\s,;.)]*)/).filter(Boolean).map((part) => (part.includes("/") ? el("span.whole", {}, [part]) : part));

/** A line of code, and the same with its numbers. @param {{code: string, numbers: string}} line */
function withNumbers({ code, numbers }) {
  const filled = numbers && numbers !== code ? [el("span.arrow", {}, [" → "]), el("b", {}, [numbers])] : [];
  return [el("span.generic", {}, [code]), ...filled];
}
