// Whether a drawing is a dotted or dashed line: digitdemo/data/drawn_digits.py, which says where the numbers come from.

import {apart, heightOf} from './clusters.js';
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
  return strokes.filter(stroke => isStraight(stroke, DOT * height)).length >= MOSTLY * strokes.length;
}

/** Whether a stroke is straight, or no longer than a dot. @param {Points} stroke @param {number} dot */
function isStraight(stroke, dot) {
  let length = 0;
  for (let i = 1; i < stroke.length; i++) length += apart(stroke[i - 1], stroke[i]);
  return length <= dot || apart(stroke[0], stroke[stroke.length - 1]) >= STRAIGHT * length;
}
