// The digits that a drawing or picture is read as, each on its own, and what the models have read of them.

import {splitDigits} from './drawn_digits.js';
import {softmax} from './network.js';
import {boxOf} from './preprocess.js';

/**
 * @typedef {number[][]} Points
 * @typedef {{digit: number, probabilities: number[], logits: number[]}} Reading
 * @typedef {{strokes: Points[], image: Uint8Array, readings: WeakMap<object, Reading>}} Part its strokes, the 28 x 28 pixels
 *   that the models read, and their readings by model, as far as they are known
 */

const BESIDE = 0.15; // of the tallest digit's height

/** @param {Points[]} strokes @param {Uint8Array} image @returns {Part} */
export const partOf = (strokes, image) => ({strokes, image, readings: new WeakMap()});

/**
 * The digits of a drawing, in reading order; none where nothing is drawn. Those that are as they were are taken from
 * `known`, with what was read of them: of several digits only the one under the pen changes.
 * @param {Points[]} strokes
 * @param {{asOne: boolean, isUnderWay: boolean}} how whether nobody looks for several digits; whether the last stroke is
 *   still being drawn
 * @param {Part[]} known
 * @param {(strokes: Points[]) => Uint8Array} imageOf
 * @returns {Part[]}
 */
export function partsOf(strokes, {asOne, isUnderWay}, known, imageOf) {
  if (!strokes.length) return [];
  let digits = asOne ? [strokes] : splitDigits(strokes);
  if (isUnderWay) digits = withUnderWay(digits, strokes[strokes.length - 1]);
  return digits.map(digit => known.find(part => sameStrokes(part.strokes, digit)) ?? partOf(digit, imageOf(digit)));
}

/** A stroke under way is no digit yet while it is near one: it may become the right half of a 4. @param {Points[][]} digits @param {Points} stroke */
function withUnderWay(digits, stroke) {
  const own = digits.find(digit => digit.length === 1 && digit[0] === stroke);
  if (!own) return digits;
  const box = boxOf(own);
  const tallest = Math.max(...digits.map(boxOf).map(({low, high}) => high[1] - low[1]));
  const near = digits.find(digit => digit !== own && gap(boxOf(digit), box) <= BESIDE * tallest);
  if (!near) return digits;
  return digits.filter(digit => digit !== own).map(digit => (digit === near ? [...digit, stroke] : digit));
}

/** @typedef {{low: number[], high: number[]}} Box @param {Box} one @param {Box} other */
const gap = (one, other) =>
  Math.max(...[0, 1].map(axis => Math.max(one.low[axis] - other.high[axis], other.low[axis] - one.high[axis])));

/** @param {Points[]} some @param {Points[]} others */
function sameStrokes(some, others) {
  return some.length === others.length && some.every((stroke, i) => stroke === others[i]);
}

/** @param {Float64Array} logits @param {number} temperature @returns {Reading} */
export function readingOf(logits, temperature) {
  const probabilities = softmax(logits, temperature);
  return {digit: probabilities.indexOf(Math.max(...probabilities)), probabilities, logits: Array.from(logits)};
}
