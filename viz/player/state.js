/**
 * State k of a Run: a pure function. Walking, scrubbing, going back and drawing any step all come here.
 *
 * @typedef {{step: number, box: string, value: number|string, formula?: string, reads?: string[], part?: number, note?: string,
 *   rule?: string, general?: string, raw?: string, rewrites?: string[], instead?: number|string}} Write
 * @typedef {{id: string, op: string, symbol: string, head: string, args: string[], name?: string, sign?: string,
 *   words?: string, code?: string, span?: [number, number], label?: string, varies?: boolean, needed?: boolean}} Node
 * @typedef {{id: string, from: string, to: string, arg: number, role?: string, formula?: string, reason?: string, code?: string}} Edge
 * @typedef {{phase: string, kind: string, node?: string}} Step
 * @typedef {{version: number, mode: string, seed?: string, eps?: number, function: {text: string, variables: string[], output: string},
 *   nodes: Node[], edges: Edge[], groups?: Group[], steps: Step[], writes: Write[], program?: Program, bug?: import("./broken.js").Bug}} Run
 * @typedef {{code: [string, ...(number|string)[]][], boxes: Record<string, number>}} Program  how the numbers are computed from the variables
 * @typedef {{id: string, kind: string, label: string, parent?: string, nodes: string[]}} Group
 *
 * A stop is where the walk can rest: a step, or one part of a step that sends several.
 * Where several steps happen in a folded group, one stop stands for them from step `since` on.
 * A sum is a chain of additions that is drawn as one card, that of its last addition: `inner` are the others,
 * `terms` the edges that lead into it.
 * @typedef {{inner: string[], terms: string[], head: string}} Sum
 *
 * @typedef {{step: number, part: number, parts: number, single?: boolean, since?: number}} Stop
 *
 * @typedef {object} View
 * @property {Stop} stop
 * @property {string} phase   start, evaluate, backpropagate, forward, nudge or done
 * @property {string} kind    start, given, compute, seed, send or done
 * @property {string} active  the node at work, "" if none
 * @property {Known<number>} boxes   what is known, by box
 * @property {Known<string>} notes   what has to be explained, by box
 * @property {Set<string>} fresh           boxes written at this very stop
 * @property {(node: string) => number} arrived how many parts of a node's gradient are in
 * @property {boolean} covered whether what this stop shows is to be guessed first
 * @property {Set<string>} hidden the boxes whose numbers are covered
 */

import { DONE_BY, MODES } from "./modes.js";

const SPECIAL = { NaN: NaN, Infinity: Infinity, "-Infinity": -Infinity, "-0": -0 };

/** A number of the Run as a float. @param {number|string} value @returns {number} */
export const decode = (value) => (typeof value === "number" ? value : SPECIAL[value]);

/**
 * What is known at a stop, by box: what the writes up to it say. It is looked up and not copied, since a step in a graph
 * of a thousand nodes is to cost what it shows.
 * @template T
 */
export class Known {
  /** @param {Map<string, Write>} written each box is written once in a walk @param {Stop} stop @param {(write: Write) => T|undefined} say what a write says @param {Set<string>} [without] boxes that are left out */
  constructor(written, stop, say, without = new Set()) {
    this.written = written;
    this.stop = stop;
    this.say = say;
    this.without = without;
  }

  /** @param {string} box @returns {T|undefined} */
  get(box) {
    const write = this.written.get(box);
    return write && reached(write, this.stop) && !this.without.has(box) ? this.say(write) : undefined;
  }

  /** @param {string} box */
  has(box) {
    return this.get(box) !== undefined;
  }

  /** The same without some boxes. @param {Set<string>} boxes @returns {Known<T>} */
  except(boxes) {
    return new Known(this.written, this.stop, this.say, boxes);
  }
}

/** Whether a stop is at or behind a write. @param {Write} write @param {Stop} stop */
const reached = (write, stop) => write.step < stop.step || (write.step === stop.step && (write.part ?? 1) <= stop.part);

/** What a Run says once and for all, looked up quickly. */
export class Walk {
  /** @param {Run} run @param {Record<string, Sum>} [sums] by their last addition @param {Walk} [like] a walk that differs in its numbers only */
  constructor(run, sums = {}, like = undefined) {
    if (like) Object.assign(this, like);
    this.run = run;
    if (!like) this.#build(run, sums);
    this.written = new Map(run.writes.map((write) => [write.box, write]));
    /** @type {Map<string, number>} everything that will ever be known */
    this.final = new Map(run.writes.map((write) => [write.box, decode(write.value)]));
    /** @type {Write[][]} what each step writes */
    this.byStep = run.steps.map(() => []);
    for (const write of run.writes) this.byStep[write.step].push(write);
    this.noted = new Map(run.writes.filter((write) => write.note).map((write) => [write.box, write])); // often none
    this.wrong = new Set(run.writes.filter((write) => write.instead !== undefined).map((write) => write.box)); // in a walk that was broken on purpose
  }

  /** What does not depend on numbers. @param {Run} run @param {Record<string, Sum>} sums */
  #build(run, sums) {
    this.mode = MODES[run.mode] ?? MODES.reverse;
    this.seed = run.seed ?? ""; // several names, where several tangents were typed
    this.seedNode = run.nodes.find((node) => node.op === "variable" && node.name === this.seed)?.id;
    this.sums = new Map(Object.entries(sums));
    /** @type {Map<string, string>} the sum that an inner addition is drawn in */
    this.summed = new Map([...this.sums].flatMap(([sum, { inner }]) => inner.map((node) => /** @type {[string, string]} */ ([node, sum]))));
    this.nodes = new Map(run.nodes.map((node) => [node.id, node]));
    this.edges = new Map(run.edges.map((edge) => [edge.id, edge]));
    this.incoming = group(run.edges, (edge) => edge.to); // a node's arguments
    for (const [sum, { terms }] of this.sums) this.incoming.set(sum, terms.flatMap((id) => this.edges.get(id) ?? []));
    this.outgoing = group(run.edges, (edge) => edge.from); // a node's uses
    this.symbols = new Map(run.nodes.map((node) => [node.id, node.symbol]));
    this.last = run.steps.length - 1;
    this.turning = run.steps.findIndex((step) => step.phase === this.mode.phases[1]?.[0]); // where the second pass begins, −1 if there is none
    /** @type {Map<number, number>} how many parts each step sends */
    this.parts = new Map();
    /** @type {Map<string, number>} how many parts each node's gradient is the sum of */
    this.expected = new Map();
    for (const write of run.writes) {
      if (write.part) this.parts.set(write.step, Math.max(this.parts.get(write.step) ?? 1, write.part));
      const [kind, id] = write.box.split("/");
      const operand = kind === "flow" && this.mode.back ? this.nodes.get(this.edges.get(id)?.from ?? "") : undefined;
      if (operand && operand.varies !== false) add(this.expected, operand.id);
    }
    for (const [node, parts] of Object.entries(run.bug?.parts ?? {})) this.expected.set(node, parts); // the walk may end before they are in
  }

  /** Whether a variable is what the walk is about. @param {string} id */
  moves(id) {
    return this.run.mode === "forward" ? !this.written.get(`tangent/${id}`)?.note : this.nodes.get(id)?.name === this.seed;
  }

  /** The variable whose derivative a walk forward is about: the seed; "" where other tangents were typed than a 1 for one variable. */
  get along() {
    const plain = this.run.mode !== "forward" || this.final.get(`tangent/${this.seedNode}`) === 1;
    return plain ? this.seed : "";
  }

  /** The box in which the walk says the derivative along a variable; "" where it does not, or not yet. @param {View} view @param {Node} variable */
  answer(view, variable) {
    if (this.mode.back) return `gradient/${variable.id}`;
    return view.phase === "done" && variable.name === this.along ? this.#alongSeed : "";
  }

  /** The box of the derivative along the seed, where the walk goes forward. */
  get #alongSeed() {
    return `${this.run.mode === "numeric" ? "quotient" : "tangent"}/${this.run.function.output}`;
  }

  /** Where on the function the walk is. @param {Map<string, string>} variables their nodes, by name @returns {import("./figures.js").Place} */
  place(variables) {
    const last = (/** @type {string} */ kind, /** @type {string} */ id) => this.final.get(`${kind}/${id}`) ?? NaN;
    const slope = (/** @type {string} */ name, /** @type {string} */ id) => (this.mode.back ? last("gradient", id) : name === this.along ? this.final.get(this.#alongSeed) ?? NaN : NaN);
    return {
      value: last("value", this.run.function.output),
      point: new Map([...variables].map(([name, id]) => [name, last("value", id)])),
      slopes: new Map([...variables].map(([name, id]) => [name, slope(name, id)])),
    };
  }

  /** Where an edge is drawn to. @param {Edge} edge */
  target(edge) {
    return this.summed.get(edge.to) ?? edge.to;
  }

  /** What a node computes, as its card says it. @param {Node} node */
  head(node) {
    return this.sums.get(node.id)?.head ?? node.head;
  }

  /** The stops of the walk, step by step or part by part. @param {boolean} byParts @returns {Stop[]} */
  stops(byParts) {
    return this.run.steps.flatMap((_, step) => {
      const parts = this.parts.get(step) ?? 1;
      if (!byParts || parts < 2) return [{ step, part: parts, parts }];
      return Array.from({ length: parts }, (_, i) => ({ step, part: i + 1, parts, single: true }));
    });
  }

  /** Everything that is known at a stop. @param {Stop} stop @param {boolean} [covered] @param {Set<string>} [hidden] if not what is new where it is covered @returns {View} */
  view(stop, covered = false, hidden = undefined) {
    const { phase, kind, node } = this.run.steps[stop.step];
    const between = kind === "start" || kind === "done";
    const boxes = new Known(this.written, stop, (write) => decode(write.value));
    const fresh = new Set(this.#freshAt(stop).map((write) => write.box));
    return {
      stop, phase, kind, boxes, fresh, covered,
      active: between ? "" : this.summed.get(node ?? "") ?? node ?? "",
      notes: new Known(this.noted, stop, (write) => write.note),
      arrived: (id) => this.#arrived(id, boxes),
      hidden: hidden ?? (covered ? fresh : new Set()),
    };
  }

  /** What is written at a stop: in all steps that it stands for, or only in its own part. @param {Stop} stop @returns {Write[]} */
  #freshAt(stop) {
    const { step, part, since = step, single } = stop;
    return this.byStep.slice(since, step + 1).flat().filter((write) => reached(write, stop) && (!single || (write.part ?? 1) === part));
  }

  /** @param {string} node @param {Known<number>} boxes */
  #arrived(node, boxes) {
    if (!this.mode.back || this.nodes.get(node)?.varies === false) return 0;
    return (this.outgoing.get(node) ?? []).filter((edge) => boxes.has(`flow/${edge.id}`)).length;
  }

  /** What is written between two stops, whichever is first. @param {Stop} one @param {Stop} other @returns {Write[]} */
  between(one, other) {
    const [first, last] = one.step < other.step ? [one, other] : [other, one];
    return this.byStep.slice(first.step, last.step + 1).flat().filter((write) => reached(write, one) !== reached(write, other));
  }

  /** Whether the gradient of a node is a sum of several parts. @param {string} node */
  shared(node) {
    return (this.expected.get(node) ?? 0) > 1;
  }
}

/** Whether the walk is on its second pass: back, or through the nudged function. @param {Walk} walk @param {View} view */
export const second = (walk, view) => walk.turning >= 0 && view.stop.step >= walk.turning;

/**
 * The nodes and edges that look different after a move, so that only they are written again; null where all
 * may. What is shown stays a function of the view alone: this only leaves out what would be written twice.
 * @param {Walk} walk @param {View|null} before @param {View} now @returns {Set<string>|null}
 */
export function touched(walk, before, now) {
  if (!before || before.covered || now.covered || second(walk, before) !== second(walk, now)) return null;
  const ids = new Set([before.active, now.active]);
  for (const box of [...before.fresh, ...now.fresh]) touch(walk, ids, box);
  for (const { box } of walk.between(before.stop, now.stop)) touch(walk, ids, box);
  for (const node of [before.active, now.active]) for (const edge of walk.incoming.get(node) ?? []) ids.add(edge.id);
  return ids;
}

/** The nodes and edges at which a walk says something else than the same walk at another point. @param {Walk} before @param {Walk} now @returns {Set<string>} */
export function moved(before, now) {
  /** @type {Set<string>} */
  const ids = new Set();
  for (const [box, x] of now.final) {
    if (!Object.is(before.final.get(box), x) || before.written.get(box)?.note !== now.written.get(box)?.note) touch(now, ids, box);
  }
  return ids;
}

/** What looks different when a box does. @param {Walk} walk @param {Set<string>} ids @param {string} box */
function touch(walk, ids, box) {
  const id = box.slice(box.indexOf("/") + 1);
  const edge = walk.edges.get(id);
  ids.add(id);
  if (edge) ids.add(edge.from).add(edge.to);
}

/** Whether a box is covered, so that a class can be asked first. @param {View} view @param {string} box */
export const veiled = (view, box) => view.hidden.has(box);

/** A view without what is covered. @param {View} view @returns {View} */
export function seen(view) {
  return view.hidden.size ? { ...view, boxes: view.boxes.except(view.hidden), notes: view.notes.except(view.hidden) } : view;
}

/** The step or part in a link: "7", "9.2", "last". @param {Stop[]} stops @param {string} text @returns {number} index, −1 if none */
export function stopAt(stops, text) {
  if (text === "last") return stops.length - 1;
  const [step, part] = text.split(".").map(Number);
  return stops.findIndex((stop) => step <= stop.step && (part === undefined || step < stop.step || stop.part >= part));
}

/** How a stop is written in a link. @param {Stop} stop */
export const stopName = (stop) => (stop.single ? `${stop.step}.${stop.part}` : String(stop.step));

/** What a node is in the current phase: nothing yet, at work, or done. @param {Walk} walk @param {View} view @param {Node} node */
export function nodeState(walk, view, node) {
  if (view.active === node.id) return "active";
  const box = DONE_BY[view.phase] ?? (walk.mode.phases.length > 1 ? walk.mode.second : "value");
  return view.boxes.has(`${box}/${node.id}`) ? "done" : "idle";
}

/** @template T @param {T[]} list @param {(item: T) => string} key @returns {Map<string, T[]>} */
function group(list, key) {
  const found = new Map();
  for (const item of list) found.has(key(item)) ? found.get(key(item)).push(item) : found.set(key(item), [item]);
  return found;
}

/** @param {Map<string, number>} counts @param {string} key */
function add(counts, key) {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
