/**
 * The usual mistakes, made on the numbers of the walk itself: what somebody gets who forgets the other path, takes
 * the value for the derivative, and so on. Each comes with one sentence about what it was.
 *
 * No derivative is known here. Where a rule is taken at the wrong place, its formula is read again with the output's
 * value in the operand's stead.
 *
 * @typedef {import("./state.js").Walk} Walk
 * @typedef {import("./state.js").Node} Node
 * @typedef {import("./state.js").Edge} Edge
 * @typedef {import("./questions.js").Question} Question
 * @typedef {{name: string, number: number, why: string}} Mistake
 */

import { worth } from "./expression.js";
import { FORMS } from "./forms.js";
import { right } from "./grading.js";
import { shown } from "./numbers.js";

const DEGREE = Math.PI / 180;
const ANGLES = ["sin", "cos", "tan"];

/** The mistakes that give another number than the right one, the likeliest first. @param {Walk} walk @param {Question} question @returns {Mistake[]} */
export function mistakes(walk, { box, what, id }) {
  const truth = known(walk, box);
  const found = FINDERS[what]?.(walk, id, truth) ?? [];
  return found.filter(({ number }) => !Number.isNaN(number) && !right(number, truth));
}

/** The mistake that an answer looks most like, if it looks like one. @param {Walk} walk @param {Question} question @param {number} answer @returns {Mistake|null} */
export function recognised(walk, question, answer) {
  const alike = mistakes(walk, question).filter(({ number }) => right(answer, number));
  return alike.reduce((best, one) => (best && distance(best.number, answer) <= distance(one.number, answer) ? best : one), /** @type {Mistake|null} */ (null));
}

/** @param {number} a @param {number} b */
const distance = (a, b) => (a === b ? 0 : Math.abs(a - b));

/** @param {Walk} walk @param {string} box */
const known = (walk, box) => walk.final.get(box) ?? NaN;

/** @type {Record<string, (walk: Walk, id: string, truth: number) => Mistake[]>} */
const FINDERS = { value: atValue, local: atRule, flow: atFlow, gradient: atSum, tangent: atSum };

/** @param {Walk} walk @param {string} id of a node @param {number} truth @returns {Mistake[]} */
function atValue(walk, id, truth) {
  const node = /** @type {Node} */ (walk.nodes.get(id));
  const names = node.args.map((arg) => walk.symbols.get(arg) ?? "");
  const numbers = node.args.map((arg) => known(walk, `value/${arg}`));
  const edges = walk.incoming.get(id) ?? [];
  const found = numbers.length === 1 ? withOne(node, names[0], numbers[0]) : withTwo(node, names, numbers);
  if (numbers.length === 1) found.push({ name: "derivative", number: known(walk, `local/${edges[0]?.id}`), why: `that is how fast ${node.symbol} moves with ${names[0]}; what is asked is its value` });
  return [...found, wrongSign(truth)];
}

/** @param {Node} node @param {string} name @param {number} u @returns {Mistake[]} */
function withOne(node, name, u) {
  const found = [{ name: "operand", number: u, why: `that is ${name} itself; ${node.symbol} is ${node.head}` }];
  if (ANGLES.includes(node.op)) found.push({ name: "degrees", number: FORMS[node.op](u * DEGREE), why: `that is the ${node.op} of ${shown(u)} degrees; angles are in radians here` });
  return found;
}

/** @param {Node} node @param {string[]} names @param {number[]} numbers @returns {Mistake[]} */
function withTwo(node, names, numbers) {
  const [a, b] = numbers;
  const instead = { mul: "add", add: "mul", pow: "mul" }[node.op];
  const turned = FORMS[node.op] && node.op !== "pow" && numbers.length === 2 ? FORMS[node.op](b, a) : NaN;
  const power = node.op === "pow" ? b ** a : NaN;
  return [
    { name: `${instead} instead of ${node.op}`, number: instead ? FORMS[instead](a, b) : NaN, why: instead === "add" ? "that is their sum; they are multiplied" : node.op === "pow" ? `that is ${shown(a)} times ${shown(b)}; a power multiplies ${shown(a)} by itself` : "that is their product; they are added" },
    { name: "turned round", number: node.op === "pow" ? power : turned, why: `that has ${names[0]} and ${names[1]} the other way round` },
  ];
}

/** @param {Walk} walk @param {string} id of an edge @param {number} truth @returns {Mistake[]} */
function atRule(walk, id, truth) {
  const { edge, to, from } = ends(walk, id);
  const others = (walk.incoming.get(walk.target(edge)) ?? []).filter((other) => other.id !== id && other.from !== edge.from);
  return [
    { name: "value of the output", number: known(walk, `value/${edge.to}`), why: `that is the value of ${to}; what is asked is how fast it moves with ${from}` },
    { name: "other operand", number: others.length === 1 ? known(walk, `local/${others[0].id}`) : NaN, why: `that is how fast ${to} moves with ${walk.symbols.get(others[0]?.from ?? "")}; what is asked is how fast it moves with ${from}` },
    { name: "value of the operand", number: known(walk, `value/${edge.from}`), why: `that is the value of ${from} itself` },
    { name: "already multiplied", number: known(walk, `flow/${id}`), why: "that is already multiplied by what comes in; the local derivative alone is asked" },
    { name: "derivative at the output", number: ruleAtOutput(walk, edge), why: `that is the right rule at the value of ${to}; it is taken at that of ${from}` },
    { name: "as in a sum", number: ["mul", "div"].includes(walk.nodes.get(edge.to)?.op ?? "") ? 1 : NaN, why: "1 is the rule of a sum" },
    wrongSign(truth),
  ];
}

/** @param {Walk} walk @param {string} id of an edge @param {number} truth @returns {Mistake[]} */
function atFlow(walk, id, truth) {
  const { edge, to, from } = ends(walk, id);
  const back = walk.mode.back;
  const source = back ? `gradient/${edge.to}` : `tangent/${edge.from}`;
  const came = known(walk, source);
  const rule = known(walk, `local/${id}`);
  const word = back ? `the gradient of ${to}` : `the tangent of ${from}`;
  return [
    { name: "forgot what came in", number: rule, why: `that is the local derivative alone; it multiplies ${word}, ${shown(came)}` },
    { name: "forgot the rule", number: came, why: `that is ${word} as it came in; it is multiplied by the local derivative, ${shown(rule)}` },
    { name: "sum instead of product", number: came + rule, why: `that is ${word} plus the local derivative; they are multiplied` },
    { name: "value instead of derivative", number: came * known(walk, `value/${edge.to}`), why: `that is ${word} times the value of ${to}; it is multiplied by the local derivative, ${shown(rule)}` },
    { name: "value", number: known(walk, `value/${edge.to}`), why: `that is the value of ${to}, which does not flow` },
    { name: "derivative at the output", number: came * ruleAtOutput(walk, edge), why: `that has the rule at the value of ${to}; it is taken at that of ${from}` },
    { name: "all parts", number: back && walk.shared(edge.from) ? known(walk, `gradient/${edge.from}`) : NaN, why: `that is everything that reaches ${from}; what is asked is the part from ${to}` },
    wrongSign(truth),
  ];
}

/** A gradient, or in forward mode a tangent, as the sum of what comes in. @param {Walk} walk @param {string} id of a node @param {number} truth @returns {Mistake[]} */
function atSum(walk, id, truth) {
  const node = /** @type {Node} */ (walk.nodes.get(id));
  const back = walk.mode.back;
  const edges = (back ? walk.outgoing : walk.incoming).get(id) ?? [];
  const parts = edges.filter((edge) => walk.final.has(`flow/${edge.id}`))
    .map((edge) => ({ name: walk.symbols.get(back ? walk.target(edge) : edge.from) ?? "", number: known(walk, `flow/${edge.id}`) }));
  const found = parts.length > 1 ? ofParts(parts, truth) : ofNone(node, truth);
  return [...found, { name: "value", number: known(walk, `value/${id}`), why: `that is the value of ${node.symbol}, not how fast anything moves` }, wrongSign(truth)];
}

/** @param {{name: string, number: number}[]} parts @param {number} total @returns {Mistake[]} */
function ofParts(parts, total) {
  const missing = parts.map(({ name, number }) => ({ name: "forgot a path", number: total - number, why: `the part from ${name}, ${shown(number)}, is missing` }));
  const alone = parts.map(({ name, number }) => ({ name: "forgot the other paths", number, why: `that is the part from ${name} alone; every path counts` }));
  const [first, ...rest] = parts.map(({ number }) => number);
  return [
    ...(parts.length === 2 ? [] : missing),
    ...alone,
    { name: "product instead of sum", number: rest.reduce((a, b) => a * b, first), why: "that is the product of the parts; parts are added" },
    { name: "difference", number: rest.reduce((a, b) => a - b, first), why: "that subtracts; parts are added, each with its own sign" },
  ];
}

/** Where nothing arrives, or a walk begins: 1 and 0 taken for each other. @param {Node} node @param {number} truth @returns {Mistake[]} */
function ofNone(node, truth) {
  return [truth === 0
    ? { name: "starts", number: 1, why: `1 is where the walk starts; nothing arrives at ${node.symbol}` }
    : { name: "nothing", number: 0, why: `0 would say that nothing moves when ${node.symbol} does` }];
}

/** @param {number} truth @returns {Mistake} */
const wrongSign = (truth) => ({ name: "sign", number: -truth, why: "only the sign is the other one" });

/** The local derivative with the output's value where the operand's belongs; nan where that is no usual slip. @param {Walk} walk @param {Edge} edge */
function ruleAtOutput(walk, edge) {
  const names = new Map([...walk.nodes.values()].map((node) => /** @type {[string, number]} */ ([node.symbol, known(walk, `value/${node.id}`)])));
  names.set(walk.symbols.get(edge.from) ?? "", known(walk, `value/${edge.to}`));
  return worth(edge.formula ?? "", names).value ?? NaN;
}

/** @param {Walk} walk @param {string} id of an edge */
function ends(walk, id) {
  const edge = /** @type {Edge} */ (walk.edges.get(id));
  return { edge, to: walk.symbols.get(walk.target(edge)) ?? "", from: walk.symbols.get(edge.from) ?? "" };
}
