// The digits that a drawing or picture is read as, each on its own, and what the models have read of them.

import {splitDigits} from './clusters.js';
import {softmax} from './network.js';

/**
 * @typedef {number[][]} Points
 * @typedef {{digit: number, probabilities: number[], logits: number[]}} Reading
 * @typedef {{strokes: Points[], image: Uint8Array, readings: WeakMap<object, Reading>}} Part its strokes, the 28 x 28 pixels
 *   that the models read, and their readings by model, as far as they are known
 */

/** @param {Points[]} strokes @param {Uint8Array} image @returns {Part} */
export const partOf = (strokes, image) => ({strokes, image, readings: new WeakMap()});

/**
 * The digits of a drawing, in reading order; none where nothing is drawn. Those that are as they were are taken from
 * `known`, with what was read of them: of several digits only the one under the pen changes.
 * @param {Points[]} strokes
 * @param {boolean} asOne whether nobody looks for several digits
 * @param {Part[]} known
 * @param {(strokes: Points[]) => Uint8Array} imageOf
 * @returns {Part[]}
 */
export function partsOf(strokes, asOne, known, imageOf) {
  if (!strokes.length) return [];
  const digits = asOne ? [strokes] : splitDigits(strokes);
  return digits.map(digit => known.find(part => sameStrokes(part.strokes, digit)) ?? partOf(digit, imageOf(digit)));
}

/** @param {Points[]} some @param {Points[]} others */
function sameStrokes(some, others) {
  return some.length === others.length && some.every((stroke, i) => stroke === others[i]);
}

/** @param {Float64Array} logits @param {number} temperature @returns {Reading} */
export function readingOf(logits, temperature) {
  const probabilities = softmax(logits, temperature);
  return {digit: probabilities.indexOf(Math.max(...probabilities)), probabilities, logits: Array.from(logits)};
}
