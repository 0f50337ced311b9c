// Which digits a drawing holds: digitdemo/data/drawn_digits.py.

import {eachAlone, joinedWhereTouching, mayBeADigit, tallestOf, withPartsJoined} from './clusters.js';
import {isDashed} from './dashes.js';
import {inReadingOrder} from './reading_order.js';
import {frameAmong, isCross, isUnderline, strikesThrough, withOwnPieces} from './strays.js';

/** @typedef {number[][]} Points */

const MOST_STROKES = 20;

/** The strokes of each digit, in reading order; all of them where there may be one. @param {Points[]} strokes @returns {Points[][]} */
export function splitDigits(strokes) {
  if (strokes.length < 2 || strokes.length > MOST_STROKES || isDashed(strokes)) return [strokes];
  const alone = eachAlone(strokes);
  const touching = joinedWhereTouching(alone);
  const frame = frameAmong(alone) ?? frameAmong(touching);
  if (frame) return splitDigits(strokes.filter((_, number) => !frame.numbers.includes(number)));
  if (!alone.length || strikesThrough(touching)) return [strokes];
  const clusters = withPartsJoined(touching);
  const tallest = tallestOf(clusters);
  const strokesOf = (/** @type {{numbers: number[]}} */ {numbers}) => numbers.map(number => strokes[number]);
  const crosses = clusters.filter(cluster => isCross(strokesOf(cluster), tallest));
  const digits = clusters.filter(cluster => mayBeADigit(cluster, tallest) && !crosses.includes(cluster));
  if (!digits.length) return [strokes];
  const lines = clusters.filter(cluster => isUnderline(cluster, digits, tallest));
  const pieces = clusters.filter(cluster => ![...digits, ...lines, ...crosses].includes(cluster));
  return inReadingOrder(withOwnPieces(digits, pieces, tallest)).map(({numbers}) =>
    numbers.sort((a, b) => a - b).map(number => strokes[number]),
  );
}
