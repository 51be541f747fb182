/**
 * The player: one element a page, one integer of state. It takes a Run and a drawing, and shows stop k of the
 * walk; everything it shows is made from `walk.view(stop)`.
 *
 * @typedef {import("./state.js").Run} Run
 * @typedef {{run: Run, svg: string, direction: "right"|"down", key: string, query: string, simple?: boolean,
 *   picture?: import("./folds.js").Picture, stale?: boolean, turn?: number, watched?: boolean, outputs?: string[], output?: number, trail?: [string, string][], paths?: import("./strip.js").Paths, deeper?: [string, string], hide?: string[]}} Data  what the page sends: `key` names the function, `query` is the link without the step, `hide` the parts to take away, `turn` how often it was told of a point, `watched` whether it shows the point elsewhere
 * @typedef {{setDirection: (direction: string) => void, choose: (choices: Record<string, string>) => void, navigated: () => void,
 *   move: (news: Record<string, string>, whole: boolean) => void, numbers: (query: string) => Promise<Partial<Data>|null>}} Page  what the page wants to hear, in the words of a link, and what its server can be asked
 */

import { Broken } from "./broken.js";
import { Camera } from "./camera.js";
import { Choices } from "./choices.js";
import { Controls } from "./controls.js";
import { Details } from "./details.js";
import { el } from "./dom.js";
import { Drawing } from "./drawing.js";
import { follow } from "./figures.js";
import { FoldedCards } from "./folded.js";
import { Folds } from "./folds.js";
import { listen } from "./gestures.js";
import { Grab } from "./grab.js";
import { Help } from "./help.js";
import { onKey } from "./keys.js";
import { dropLink, readLink, writeLink } from "./link.js";
import { fillLinks } from "./links.js";
import { Looking } from "./looking.js";
import { Motion } from "./motion.js";
import { mounted } from "./mounted.js";
import { Overlay } from "./overlay.js";
import { Playback } from "./playback.js";
import { Pointer } from "./pointer.js";
import { Predict } from "./predict.js";
import { Projector } from "./projector.js";
import { Side } from "./side.js";
import { Strip } from "./strip.js";
import { moved, seen, stopName, touched, Walk } from "./state.js";
import { Steps } from "./steps.js";
import { Telling } from "./telling.js";
import { Trial } from "./trial.js";
import { lines, plain, sentence } from "./words.js";

const LARGE = 60; // nodes; beyond, moving the camera smoothly would cost frames
const CONTENT = '[data-testid="stMainBlockContainer"]'; // what Streamlit's page is high by
const NARROW = 600; // px of stage under which the graph is better drawn downwards

export class Player {
  /** @param {HTMLElement} host @param {Page} page */
  constructor(host, page) {
    this.page = page;
    this.life = new AbortController(); // ends what is heard of the rest of the page
    this.pointer = new Pointer(this);
    this.playback = new Playback(this);
    this.projector = new Projector(this);
    const link = readLink();
    this.looking = new Looking(this, link.names === "bars");
    this.steps = new Steps(this, link.step);
    /** @type {import("./state.js").View|null} what is on the screen */
    this.shown = null;
    this.motion = new Motion();
    this.details = new Details();
    this.controls = new Controls(this);
    this.help = new Help(() => this.looking.toggleBars());
    this.side = new Side((node) => this.pointer.find(node), (name) => this.page.choose({ path: this.data.paths?.variable === name ? "" : name }));
    this.choices = new Choices((choices) => this.page.choose(choices));
    this.side.root.prepend(this.choices.root);
    this.strip = new Strip((ids) => this.drawing.light(ids && new Set([...ids].map((id) => this.folds.shows(id)))), () => this.page.choose({ path: "" }));
    this.telling = new Telling();
    this.notice = el("p.notice", { hidden: true });
    this.stage = el("div.stage", { tabindex: 0, role: "group", "aria-label": "Graph. Enter to walk through it with the arrow keys, Escape to leave" });
    this.frame = el("div.frame", {}, [this.stage, this.notice, this.controls.look, this.details.root]);
    this.predict = new Predict(this, link.ask);
    this.missing = this.predict.wrong;
    this.broken = new Broken(this);
    this.links = el("p.links");
    this.side.root.append(this.predict.panel, this.broken.row, this.links);
    this.root = el("section.player", { role: "region", "aria-label": "Computation graph player" }, [
      this.telling.say, this.telling.code, this.frame, this.strip.root, this.broken.banner, this.controls.root, this.side.root, this.help.root,
    ]);
    host.replaceChildren(this.root);
    document.fonts?.load('italic 600 15px "Source Sans"'); // at once, not at the first gradient
    this.trial = new Trial(this);
    this.grab = new Grab(this);
    listen(this);
    const { signal } = this.life;
    this.root.addEventListener("fullscreenchange", () => this.projector.lift());
    document.addEventListener("keydown", (event) => this.root.isConnected && onKey(this, event), { signal });
    window.addEventListener("popstate", (event) => {
      if (!this.root.isConnected) return;
      event.stopImmediatePropagation(); // Streamlit would run the page too, with the address of its own first load
      dropLink();
      this.steps.wanted = readLink().step || "0"; // what comes from the page next is where the history went
      this.page.navigated();
    }, { capture: true, signal });
    this.size = { width: this.stage.clientWidth, height: this.stage.clientHeight };
    new ResizeObserver(([{ contentRect }]) => {
      Object.assign(this.size, { width: contentRect.width, height: contentRect.height });
      this.aim(false);
    }).observe(this.stage);
    const moved = new ResizeObserver(() => requestAnimationFrame(() => this.#fillPage()));
    moved.observe(document.querySelector(CONTENT) ?? document.body);
    signal.addEventListener("abort", () => moved.disconnect());
  }

  /** Another player has taken its place. */
  close() {
    this.life.abort();
    this.playback.stop();
    this.trial.forget();
  }

  /** New data from the page: another function, another point, another direction. @param {Data} data */
  update(data) {
    this.trial.heard(this.#take(data), data.turn);
  }

  /** The engine's numbers for what is shown. @param {Partial<Data>} numbers */
  renew(numbers) {
    this.#take({ ...this.data, ...numbers });
  }

  /** Show other data. @param {Data} data @returns {boolean} whether it is another function, or a place in the history */
  #take(data) {
    const before = this.data;
    this.data = data;
    const fresh = !before || before.key !== data.key;
    const another = fresh || before.run.mode !== data.run.mode || before.run.seed !== data.run.seed; // walk of the same graph
    const tried = this.walk?.run !== before?.run; // other numbers than those of the data before
    if (another || tried || JSON.stringify([before.run, before.picture?.sums]) !== JSON.stringify([data.run, data.picture?.sums])) this.walk = new Walk(data.run, data.picture?.sums);
    if (fresh) this.looking.anchor = undefined;
    if (another || before.svg !== data.svg) this.#draw(data);
    else this.#retell();
    const travelled = this.steps.rebuild(fresh, another);
    if (another) {
      this.playback.stop();
      this.side.unfolds = !data.hide?.includes("paths");
      this.side.rebuild(this.walk);
    }
    this.predict.rebuild(another);
    this.broken.rebuild();
    this.choices.rebuild(this.walk, data);
    this.strip.rebuild(this.walk, data.paths);
    this.controls.rebuild();
    this.#fillPage();
    this.root.classList.toggle("stale", !!data.stale);
    this.root.dataset.hide = (data.hide ?? []).join(" ");
    this.say(data.stale ? "This is the last good graph." : data.simple ? "Graphviz gave up on this tangle; the cards stand in plain rows." : this.missing);
    fillLinks(this.links, data.query && `dot?${data.query}&direction=${data.direction}`, !!data.query || this.folds.fixed);
    this.missing = "";
    this.render(false, true);
    this.trial.rebuild();
    this.grab.rebuild();
    this.tellPoint();
    this.looking.hold();
    writeLink(data.query, this.#state(), !!before && fresh && !travelled);
    if (!before && data.direction === "right" && this.size.width && this.size.width < NARROW) this.looking.turn();
    return fresh || travelled;
  }

  /** Let the page end where the window ends, whatever has grown above: the controls are in sight without scrolling. */
  #fillPage() {
    const scrolled = document.querySelector('[data-testid="stMain"]')?.scrollTop ?? 0;
    if (!this.root.matches(":popover-open, :fullscreen")) this.root.style.setProperty("--above", `${this.root.getBoundingClientRect().top + scrolled}px`);
  }

  /** @param {Data} data */
  #draw(data) {
    this.folds = new Folds(this.walk, data.picture);
    this.drawing = new Drawing(this.walk, data.svg, this.folds);
    this.overlay = new Overlay(this.drawing, data.direction);
    this.folded = new FoldedCards(this.drawing, this.folds);
    this.direction = data.direction;
    this.pointer.node = "";
    this.stage.replaceChildren(this.drawing.root);
    this.drawing.root.classList.add("graph");
    this.camera = new Camera(this.stage, this.drawing.root, this.drawing.layer, this.drawing.world, this.size);
    this.camera.projector = this.projector.on;
    this.root.style.setProperty("--tall", `${this.camera.tall}px`);
    this.camera.moved = () => this.predict.place();
  }

  /** The same picture, of other numbers. */
  #retell() {
    for (const part of [this.folds, this.drawing, this.overlay, this.side]) part.walk = this.walk;
    this.drawing.range = undefined;
  }

  /** Other numbers for the same walk, at the same stop. @param {Run} run */
  renumber(run) {
    const before = this.walk;
    const { range } = this.drawing; // of the lines' widths, which stays as long as a number is in hand
    this.walk = new Walk(run, this.data.picture?.sums, before);
    this.#retell();
    this.drawing.range = range;
    this.strip.follow(this.walk);
    this.render(false, moved(before, this.walk));
    this.tellPoint();
    follow(this.walk.place(this.trial.variables));
  }

  /** Let the inputs beside the function show the numbers that are shown here. */
  tellPoint() {
    mounted.point?.show(this.walk.place(this.trial.variables).point);
  }

  /** The link has changed before the page says so. @param {string} query */
  readdress(query) {
    this.data = { ...this.data, query };
    writeLink(query, this.#state(), false);
  }

  get view() {
    const { stop } = this.steps;
    return this.walk.view(stop, this.looking.covered || !!this.predict.open, this.looking.covered ? undefined : this.predict.covered(stop));
  }

  get notation() {
    return this.walk.mode.notation(this.looking.bars, this.walk.along);
  }

  /** Show the stop that somebody has come to. @param {boolean} animate @param {boolean|Set<string>} [afresh] write everything again, or these nodes and edges */
  render(animate, afresh = false) {
    const { view, notation } = this;
    const ids = afresh instanceof Set ? afresh : touched(this.walk, afresh ? null : this.shown, view);
    this.shown = view;
    this.motion.finish();
    this.drawing.patch(view, notation, ids);
    this.overlay.patch(view, ids);
    this.folded.patch(view, notation);
    const pieces = this.predict.told(sentence(this.walk, view, notation, this.folds));
    const under = view.covered || this.folds.behind.has(view.active) ? [] : lines(this.walk, view).slice(0, 2);
    this.telling.tell(pieces, view.phase, under);
    this.side.patch(view, notation, ids);
    this.strip.patch(seen(view));
    this.controls.patch(plain(pieces));
    this.help.patch(this.looking.bars);
    this.details.hide();
    this.overlay.point(this.pointer.node);
    this.aim(animate);
    this.predict.patch();
    this.broken.patch();
    this.grab.patch(view);
    this.side.reveal();
    if (animate) this.motion.begin(this.drawing, this.overlay, view, this.playback.speed);
  }

  /** Show the part of the graph that is at work. @param {boolean} smooth */
  aim(smooth) {
    if (!this.camera) return;
    const active = (this.shown ?? this.view).active || (this.steps.index ? this.walk.run.function.output : "");
    const operands = (this.walk.incoming.get(active) ?? []).map((edge) => edge.from);
    const glides = smooth && this.walk.run.nodes.length <= LARGE;
    this.camera.frame(active ? [active, ...operands].map((node) => this.drawing.card(node)) : [], glides);
  }

  /** Somebody has come to another stop. @param {boolean} animate */
  arrived(animate) {
    this.render(animate && !this.predict.open);
    writeLink(this.data.query, this.#state(), false);
  }

  /** The same stop is looked at in another way. */
  changed() {
    this.render(false, true);
    writeLink(this.data.query, this.#state(), false);
  }

  /** Leave the innermost of the graph, what is said of a card, and the projector. */
  escape() {
    if (this.pointer.node) {
      this.pointer.leave();
      this.stage.focus({ preventScroll: true });
    } else if (this.details.about) this.details.hide();
    else if (this.projector.on) this.projector.toggle();
  }

  /** @param {string} id of a node or an edge @param {import("./svg.js").Box} [place] on the stage */
  showDetails(id, place = this.camera.onStage(this.drawing.card(id))) {
    this.details.show(this.walk, seen(this.view), id, place, this.stage, this.notation);
  }

  // ---- words beside the graph

  /** Over the stage. @param {string} [text] */
  say(text = "") {
    this.notice.textContent = text;
    this.notice.hidden = !text;
  }

  #state() {
    return { step: stopName(this.steps.stop), names: this.looking.bars ? "bars" : "", ask: this.predict.ask };
  }
}
