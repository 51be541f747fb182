/**
 * The chain rule written out: for one variable every path to the output, the local derivatives along it, and their
 * product. Factors are filled in as the walk gets to them, so from the right on the way back and from the left on a
 * walk forward; the products add up to the gradient either way.
 *
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").View} View
 * @typedef {{edges: string[], factors: (number|string)[], product: number|string}} Path
 * @typedef {{variable: string, paths: Path[], count: string, total: number|string, visits: string, steps: number}} Paths
 */

import { el, refill } from "./dom.js";
import { added, line, multiplied, shown, sign } from "./numbers.js";
import { bracket } from "./pieces.js";
import { Recursion } from "./recursion.js";
import { decode } from "./state.js";
import { write } from "./svg.js";

export class Strip {
  /** @param {(ids: Set<string>|null) => void} light @param {() => void} close */
  constructor(light, close) {
    this.light = light;
    this.title = el("h2", {}, []);
    this.rows = el("div.paths", { role: "list", "aria-label": "Paths", tabindex: 0 });
    this.recursion = new Recursion(light);
    const shut = el("button", { type: "button", "aria-label": "Close the paths", title: "Close", onclick: close }, ["×"]);
    this.root = el("div.strip", { role: "group", "aria-label": "The chain rule, path by path", hidden: true }, [el("div.top", {}, [this.title, this.recursion.said, this.recursion.next, shut]), this.rows]);
    /** @type {{path: Path, numbers: HTMLElement[], sign: HTMLElement, result: HTMLElement}[]} */
    this.lines = [];
    this.lit = false; // whether a row is pointed at
  }

  /** @param {Walk} walk @param {Paths|undefined} paths */
  rebuild(walk, paths) {
    if (this.lit || (this.paths && !paths)) this.#point(null); // of a row that goes, or of the last visit
    this.walk = walk;
    this.paths = paths;
    this.root.hidden = !paths;
    if (!paths) return;
    const many = paths.count !== String(paths.paths.length);
    this.title.textContent = `∂f/∂${paths.variable} ${paths.count === "0" ? "has no path" : paths.count === "1" ? "has one path" : `is a sum over ${paths.count} paths${many ? `, of which you see ${paths.paths.length}` : ""}`}`;
    this.recursion.rebuild(walk, paths);
    this.lines = paths.paths.map((path) => this.#line(walk, path));
    this.total = el("div.total", { role: "listitem" });
    refill(this.rows, ...this.lines.map(({ row }) => row), ...(paths.paths.length > 1 && !many ? [this.total] : []));
  }

  /** @param {Walk} walk @param {Path} path */
  #line(walk, path) {
    const numbers = path.edges.map(() => el("span.number"));
    const [equals, result] = [el("span"), el("b")];
    const factors = path.edges.flatMap((id, i) => {
      const edge = /** @type {import("./state.js").Edge} */ (walk.edges.get(id));
      const factor = el("span.factor", {}, [el("span", {}, [`∂${walk.symbols.get(edge.to)}/∂${walk.symbols.get(edge.from)}`]), numbers[i]]);
      return i ? ["·", factor] : [factor];
    });
    const nodes = path.edges.flatMap((id) => [walk.edges.get(id)?.from ?? "", walk.edges.get(id)?.to ?? "", id]);
    const lit = new Set(nodes);
    const [point, leave] = [() => this.#point(lit), () => this.#point(null)];
    const row = el("div.path", { role: "listitem", tabindex: 0, onpointerenter: point, onpointerleave: leave, onfocus: point, onblur: leave }, [...factors, equals, result]);
    return { path, numbers, sign: equals, result, row };
  }

  /** Light the path of a row that somebody points at. @param {Set<string>|null} path */
  #point(path) {
    this.lit = !!path;
    this.light(path);
  }

  /** Other numbers on the same paths. @param {Walk} walk */
  follow(walk) {
    if (!this.paths) return;
    this.recursion.follow(walk);
    const paths = this.paths.paths.map(({ edges }) => {
      const factors = edges.map((edge) => walk.final.get(`local/${edge}`) ?? NaN);
      return { edges, factors, product: multiplied(factors) };
    });
    this.paths = { ...this.paths, paths, total: paths.reduce((sum, { product }) => sum + product, 0) };
    this.lines.forEach((line, i) => (line.path = paths[i]));
  }

  /** @param {View} view */
  patch(view) {
    if (!this.paths || !this.walk) return;
    const seen = this.walk.mode.back ? "flow" : "local"; // a rule on the way back is there before it is used
    const known = (/** @type {string} */ edge) => view.boxes.has(`${seen}/${edge}`);
    for (const { path, numbers, sign: equals, result } of this.lines) {
      path.edges.forEach((edge, i) => {
        write(numbers[i], known(edge) ? shown(decode(path.factors[i])) : "?");
        numbers[i].classList.toggle("fresh", view.fresh.has(`${seen}/${edge}`));
      });
      const complete = path.edges.every(known);
      write(equals, complete ? sign(path.factors.map(decode), decode(path.product), multiplied) : "=");
      write(result, complete ? shown(decode(path.product)) : "?");
    }
    const complete = this.paths.paths.every((path) => path.edges.every(known));
    if (this.total) write(this.total, complete ? this.#sum() : `∂f/∂${this.paths.variable} = the sum of these products`);
  }

  /** "12 + 12 = 24". */
  #sum() {
    const { paths, total, variable } = /** @type {Paths} */ (this.paths);
    const told = line(paths.map((path) => decode(path.product)), decode(total), added);
    return `∂f/∂${variable} = ${told.operands.map((text, i) => (i ? bracket(text) : text)).join(" + ")} ${told.sign} ${told.result}`;
  }
}
