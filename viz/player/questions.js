/**
 * Which boxes of a walk are asked, when, and what stays covered meanwhile. A function of the Run alone.
 *
 * A box is asked where its number is worked out, not where it is only carried to: a variable is given, a gradient
 * with one part is what flowed in. In reverse mode all local derivatives are known when the walk back begins;
 * where they are asked, each stays covered until it is used.
 *
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").Stop} Stop
 * @typedef {import("./state.js").Write} Write
 * @typedef {"value"|"local"|"flow"|"sum"|"constant"} Kind
 * @typedef {{box: string, what: string, id: string, kind: Kind, place: number}} Question  `what` and `id` are the halves of the box, `place` is that in the order of appearance
 */

/** What can be asked, in words; what goes to constants is not kept, and not asked unless somebody wants it. @type {Record<Kind, string>} */
export const KINDS = { value: "values", local: "local derivatives", flow: "what flows", sum: "sums", constant: "constants’ edges" };
/** @type {Kind[]} */
export const USUAL = ["value", "local", "flow", "sum"];

/** The kinds that a link lists, in the order of `KINDS`; null where one of them is none. @param {string} text @returns {Kind[]|null} */
export function kindsIn(text) {
  const listed = text.slice(0, 100).split(",");
  const kinds = /** @type {Kind[]} */ (Object.keys(KINDS));
  return listed.every((one) => Object.hasOwn(KINDS, one)) ? kinds.filter((kind) => listed.includes(kind)) : null;
}

/** What kind of question a write is, or that it is none. @param {Walk} walk @param {Write} write @returns {Kind|null} */
function kindOf(walk, write) {
  const [what, id] = write.box.split("/");
  const reads = write.reads ?? [];
  if (what === "value") return walk.nodes.get(id)?.args.length ? "value" : null;
  if (what === "local" || what === "flow") return walk.nodes.get(walk.edges.get(id)?.from ?? "")?.varies === false ? "constant" : what;
  if (what === "gradient" || (what === "tangent" && walk.run.mode === "forward")) return reads.length === 1 ? null : "sum";
  return null;
}

export class Questions {
  /** @param {Walk} walk @param {Kind[]} kinds @param {(box: string) => boolean} [drawn] whether a box can be seen */
  constructor(walk, kinds, drawn = () => true) {
    const appearing = kinds.includes("local") ? byUse(walk) : walk.run.writes.map((write) => ({ write, with: write }));
    /** @type {string[]} all boxes in the order in which they appear */
    this.boxes = appearing.map(({ write }) => write.box);
    this.when = appearing.map(({ with: { step, part = 1 } }) => ({ step, part }));
    /** @type {Question[]} */
    this.all = appearing.flatMap(({ write }, place) => {
      const kind = kindOf(walk, write);
      const [what, id] = write.box.split("/");
      return kind && kinds.includes(kind) && drawn(write.box) ? [{ box: write.box, what, id, kind, place }] : [];
    });
  }

  /** What is asked at a stop, in order. @param {Stop} stop @returns {Question[]} */
  at(stop) {
    return this.all.filter(({ place }) => {
      const { step, part } = this.when[place];
      return step >= (stop.since ?? stop.step) && step <= stop.step && (!stop.single || part === stop.part);
    });
  }

  /** What is covered at a stop while a question is open, or when none is. @param {Stop} stop @param {Question|null} open @returns {Set<string>} */
  covered(stop, open) {
    const later = this.when.findIndex(({ step, part }) => step > stop.step || (step === stop.step && part > stop.part));
    const from = open ? open.place : later < 0 ? this.boxes.length : later;
    return new Set(this.boxes.slice(from));
  }
}

/** The writes, the local derivative of each edge moved to where something flows along it. @param {Walk} walk @returns {{write: Write, with: Write}[]} */
function byUse(walk) {
  const { writes } = walk.run;
  const flowing = new Set(writes.filter(({ box }) => box.startsWith("flow/")).map(({ box }) => box.slice(5)));
  return writes.flatMap((write) => {
    const [what, edge] = write.box.split("/");
    if (what === "local" && flowing.has(edge)) return [];
    const local = what === "flow" ? walk.written.get(`local/${edge}`) : undefined;
    return [...(local ? [{ write: local, with: write }] : []), { write, with: write }];
  });
}
