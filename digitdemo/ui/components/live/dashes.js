// Whether a drawing is a dotted or dashed line: digitdemo/data/drawn_digits.py, which says where the numbers come from.

import {heightOf, isStraight, lengthOf} from './clusters.js';
import {boxOf} from './preprocess.js';

/** @typedef {number[][]} Points */

const DASHES = 5;
const MOSTLY = 0.8;
const SHORT = 0.3;
const STRAIGHT = 0.9;
const DOT = 0.08;

/** Whether strokes are the dots or dashes of one line: short and, most of them, straight. @param {Points[]} strokes */
export function isDashed(strokes) {
  const height = heightOf(boxOf(strokes));
  if (strokes.length < DASHES || strokes.some(stroke => heightOf(boxOf([stroke])) > SHORT * height)) return false;
  const dashes = strokes.filter(stroke => lengthOf(stroke) <= DOT * height || isStraight(stroke, STRAIGHT));
  return dashes.length >= MOSTLY * strokes.length;
}
