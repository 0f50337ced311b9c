// The models of this page, which read what is drawn on every frame in which it changes. The components of a page are
// scripts of their own; they share one engine.

import {makeNetwork} from './network.js';
import {engineOfPage} from './page_engine.js';
import {partOf, partsOf, readingOf} from './parts.js';
import {imageFromStrokes, shrunkImage} from './preprocess.js';
import {strokeFromPositions} from './strokes.js';

/**
 * @typedef {number[][]} Points
 * @typedef {import('./parts.js').Reading} Reading @typedef {import('./parts.js').Part} Part
 * @typedef {Reading & {each: Reading[], partly: Reading | null, layers: () => import('./network.js').ShownLayer[]}}
 *   LiveAnswer to the state's image; `each` has the readings of all digits that are there, in reading order, `partly` is
 *   what the model reads without the maps and units that are silenced, null where none is; the layers are those of it,
 *   and valid until the next state
 * @typedef {object} State
 * @property {Uint8Array | null} image the 28 x 28 pixels that the models read, of several digits the one that was drawn
 *   last; null where there is nothing
 * @property {boolean} provisional whether a stroke is under way
 * @property {number} strokeCount of the drawing, with the one under way
 * @property {string} version of the drawing: `setStrokes` says it
 * @property {Record<string, LiveAnswer>} answers by the model's id
 * @property {number} milliseconds that the answers took
 * @typedef {{network: import('./network.js').Network, description: import('./network.js').Description}} Model
 * @typedef {{width: number, pen: number, fineness: number}} Geometry of the canvas: its sides and its pen's width in the
 *   strokes' unit, and how many of its pixels make one of that unit
 */

const WARM_UPS = 8;
/** @type {Points[]} */
const SAMPLE = [
  [
    [60, 60],
    [220, 60],
    [140, 220],
  ],
];
const NOTHING = new Uint8Array(28 * 28);

/** @param {() => void} work */
const whenIdle = work => (globalThis.requestIdleCallback ?? setTimeout)(work);

export class Engine {
  constructor() {
    /** @type {Map<string, Model>} */
    this.models = new Map();
    /** @type {Map<string, import('./network.js').Silenced>} */
    this.silenced = new Map();
    /** @type {Set<(state: State) => void>} */
    this.listeners = new Set();
    /** @type {Points[]} */
    this.strokes = [];
    /** @type {Points | null} the pointer's positions in the stroke under way */
    this.positions = null;
    this.version = '';
    /** @type {Part[]} the digits of a picture, or those of a drawing that the server told apart */
    this.pictures = [];
    /** @type {Part[]} the digits of the last state: of several only the one under the pen is read anew */
    this.parts = [];
    this.way = 'strokes';
    /** @type {Geometry} */
    this.geometry = {width: 280, pen: 20, fineness: 1};
    this.frame = 0;
    /** @type {(() => void)[]} what is still to be run once, so that the browser has compiled it when one draws */
    this.cold = [];
  }

  /** Add a model, or change its weights; null takes it away. @param {string} id @param {import('./network.js').Description | null} description */
  setNetwork(id, description) {
    const known = this.models.get(id);
    if (!description) {
      if (this.models.delete(id)) this.changed();
      return;
    }
    if (known && sameNetwork(known.description, description)) {
      known.description = description;
      return;
    }
    const network = makeNetwork(description);
    this.models.set(id, {network, description});
    if (!known) this.warmUp(network);
    this.changed();
  }

  /** Read a sample now and then until the browser has compiled what reads: the first stroke is not to wait for that. @param {import('./network.js').Network} network */
  warmUp(network) {
    const begun = this.cold.length > 0;
    for (let i = 0; i < WARM_UPS; i++) this.cold.push(() => network.forward(this.imageOf(SAMPLE) ?? NOTHING));
    if (!begun) whenIdle(() => this.warmOne());
  }

  warmOne() {
    if (!this.positions) this.cold.shift()?.();
    if (this.cold.length) whenIdle(() => this.warmOne());
  }

  /** Take away a model unless somebody has handed over another since. @param {string} id @param {import('./network.js').Description} description */
  takeNetwork(id, description) {
    if (this.models.get(id)?.description === description) this.setNetwork(id, null);
  }

  /** @param {Geometry} geometry */
  setGeometry(geometry) {
    this.geometry = geometry;
    this.parts = [];
  }

  /** Begin with strokes that the server knows; the same version again is no news. @param {Points[]} strokes @param {string | number} version */
  setStrokes(strokes, version) {
    if (String(version) === this.version) return;
    this.version = String(version);
    this.strokes = strokes;
    this.positions = null;
    this.changed();
  }

  /**
   * Read digits, of 784 numbers from 0 to 255 each, in place of the strokes; none goes back to them.
   *
   * @param {ArrayLike<number>[]} images of a picture's digits, or of those that so many strokes were told apart into
   * @param {number} [strokes] nothing is said of other ones
   */
  setPictures(images, strokes) {
    if (strokes && (this.positions || strokes !== this.strokes.length)) images = [];
    if (!images.length && !this.pictures.length) return;
    this.pictures = images.map(image => partOf([], Uint8Array.from(image)));
    this.changed();
  }

  /** @param {'strokes' | 'shrinking'} way how strokes become 28 x 28 pixels */
  setWay(way) {
    if (way === this.way) return;
    this.way = way;
    this.parts = [];
    this.changed();
  }

  /** Let a map or unit of a shown layer give 0, or give what it finds again. @param {string} id @param {number} layer @param {number} index @param {boolean} on */
  silence(id, layer, index, on) {
    const layers = this.silenced.get(id) ?? new Map();
    const indices = new Set(layers.get(layer));
    if (on) indices.add(index);
    else indices.delete(index);
    if (indices.size) layers.set(layer, indices);
    else layers.delete(layer);
    if (layers.size) this.silenced.set(id, layers);
    else this.silenced.delete(id);
    this.changed();
  }

  /** Let all maps and units of a model give what they find again. @param {string} id */
  wake(id) {
    if (this.silenced.delete(id)) this.changed();
  }

  /** @param {string} id @returns {import('./network.js').Silenced | undefined} */
  silencedOf(id) {
    return this.silenced.get(id);
  }

  /** @param {string} id */
  network(id) {
    return this.models.get(id)?.network;
  }

  /** The pen goes down. @param {number[]} position in pixels of the canvas */
  beginStroke(position) {
    this.positions = [position, position]; // as Fabric.js' pen keeps them
    this.pictures = []; // who draws has done with them
    this.changed();
  }

  /** The pen goes on; a straight line has no other position than its end. @param {number[]} position @param {boolean} straight */
  continueStroke(position, straight) {
    if (!this.positions) return;
    const last = this.positions[this.positions.length - 1];
    if (position[0] === last[0] && position[1] === last[1]) return;
    if (straight && this.positions.length > 1) this.positions.pop();
    this.positions.push(position);
    this.changed();
  }

  /** The pen goes up: the server, which is told so right after, is not to wait until the stroke has been read here. */
  endStroke() {
    if (!this.positions) return;
    this.strokes = this.strokesNow();
    this.positions = null;
    cancelAnimationFrame(this.frame); // it would read the last move, and the next one the end
    this.frame = 0;
    // Streamlit sends its message by a timer, which is set right after this one: both come before the frame asked for.
    setTimeout(() => this.changed());
  }

  /** Hear of every new state, of the present one first. @param {(state: State) => void} listener @returns {() => void} */
  subscribe(listener) {
    this.listeners.add(listener);
    this.changed();
    return () => this.listeners.delete(listener);
  }

  /** Compute and tell on the next frame, once however much changes until then. */
  changed() {
    if (this.frame || !this.listeners.size) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const state = this.state();
      for (const listener of this.listeners) listener(state);
    });
  }

  /** @returns {State} */
  state() {
    const begun = performance.now();
    const strokes = this.strokesNow();
    this.parts = this.partsOf(strokes);
    const last = strokes[strokes.length - 1];
    const shown = this.parts.find(part => part.strokes.includes(last)) ?? this.parts[this.parts.length - 1];
    /** @type {Record<string, LiveAnswer>} */
    const answers = {};
    if (shown) for (const [id, model] of this.models) answers[id] = this.answer(id, model, shown);
    return {
      image: shown?.image ?? null,
      provisional: this.positions !== null,
      strokeCount: strokes.length,
      version: this.version,
      answers,
      milliseconds: performance.now() - begun,
    };
  }

  /** The strokes, with the one under way as it would be if the pen went up. */
  strokesNow() {
    if (!this.positions) return this.strokes;
    const {pen, fineness} = this.geometry;
    const stroke = strokeFromPositions(this.positions, pen * fineness);
    return [...this.strokes, stroke.map(([x, y]) => [x / fineness, y / fineness])];
  }

  /** @param {Points[]} strokes */
  imageOf(strokes) {
    const {width, pen} = this.geometry;
    return this.way === 'shrinking' ? shrunkImage(strokes, pen, width) : imageFromStrokes(strokes, width);
  }

  /** The digits to read; only shrunk, a drawing is one, as nobody looks for its digits. @param {Points[]} strokes @returns {Part[]} */
  partsOf(strokes) {
    if (this.pictures.length) return this.pictures;
    const how = {asOne: this.way === 'shrinking', isUnderWay: this.positions !== null};
    return partsOf(strokes, how, this.parts, digit => this.imageOf(digit));
  }

  /** @param {string} id @param {Model} model @param {Part} shown the one whose layers are to see @returns {LiveAnswer} */
  answer(id, model, shown) {
    const {network, description} = model;
    for (const {image, readings} of this.parts.filter(part => part !== shown && !part.readings.has(model))) {
      readings.set(model, readingOf(network.forward(image).logits, description.temperature));
    }
    let {logits, layers} = network.forward(shown.image); // the last one, as its layers are to see
    const whole = readingOf(logits, description.temperature);
    shown.readings.set(model, whole);
    const each = this.parts.map(({readings}) => /** @type {Reading} */ (readings.get(model)));
    const silenced = this.silenced.get(id);
    if (!silenced) return {...whole, each, partly: null, layers: () => layers};
    ({logits, layers} = network.forward(shown.image, silenced));
    return {...whole, each, partly: readingOf(logits, description.temperature), layers: () => layers};
  }
}

/** @param {import('./network.js').Description} one @param {import('./network.js').Description} other */
function sameNetwork(one, other) {
  const same = one.temperature === other.temperature && one.weights.length === other.weights.length;
  return same && one.weights.every((byte, i) => byte === other.weights[i]);
}

/** The page's only engine. @returns {Engine} */
export function getEngine() {
  return engineOfPage(() => new Engine());
}
