// What of a drawing belongs to no digit: digitdemo/data/strays.py, which says where the numbers come from.

import {commonOf, distanceOf, FLAT, heightOf, isStraight, mayBeADigit, sizeOf, united, widthOf} from './clusters.js';

/** @typedef {import('./clusters.js').Cluster} Cluster */

const DIRECTIONS = 8;
const FRAMED = 0.3;
const OUT = 0.08;
const ROOM = 0.85;
const MEMBER = 0.12;
const SLANT = 0.35;
const STRAIGHT = 0.95;
const AWAY = 0.06;
const LONG = 1.3;
const WIDE = 0.6;
const LOWER = 0.55;
const NARROW = 0.25;
const FOOT_AWAY = 0.15;
const FOOT = 1.5;
const SPECK = 0.15;
const SPECK_AWAY = 0.1;
const ABOVE = 0.8;
const ASIDE = 0.2;
const FLOATING = 0.4;
const DOT = 0.08;
const CROSS = 0.8;
const RULED = 0.9;
const AS_LONG = 0.5;
const CENTRED = 0.2;
const ACROSS = 0.7;

/** The cluster that is a frame around digits, if there is one. @param {Cluster[]} clusters */
export const frameAmong = clusters => clusters.find(cluster => frames(cluster, clusters)) ?? null;

/** Whether there is a 0 and a line that strikes it through. @param {Cluster[]} clusters */
export function strikesThrough(clusters) {
  if (clusters.length !== 2) return false;
  const [inner, outer] = sizeOf(clusters[0]) <= sizeOf(clusters[1]) ? clusters : [clusters[1], clusters[0]];
  return liesWithin(inner, outer) && leans(inner) && isAround(outer, inner);
}

/** Whether a cluster is a line below all digits, and not the foot of a 1. @param {Cluster} line @param {Cluster[]} digits @param {number} tallest */
export function isUnderline(line, digits, tallest) {
  if (digits.includes(line) || widthOf(line) <= FLAT * heightOf(line)) return false;
  const together = united(...digits);
  const below = (line.low[1] - together.high[1]) / tallest;
  if (below < 0 || widthOf(line) < WIDE * widthOf(together) || commonOf(line, together, 0) <= 0) return false;
  if (digits.length === 1 && mayBeA1(together)) return below > FOOT_AWAY || widthOf(line) > FOOT * tallest;
  return below >= AWAY || widthOf(line) >= LONG * widthOf(together);
}

/** Whether strokes are a plus or a times. @param {number[][][]} strokes @param {number} tallest */
export function isCross(strokes, tallest) {
  if (strokes.length !== 2 || !strokes.every(stroke => isStraight(stroke, RULED))) return false;
  const [one, other] = strokes.map(stroke => [0, 1].map(axis => stroke[stroke.length - 1][axis] - stroke[0][axis]));
  const [short, long] = [one, other].map(([x, y]) => Math.hypot(x, y)).sort((a, b) => a - b);
  if (!(long > 0) || long > CROSS * tallest || short < AS_LONG * long) return false;
  const [first, second] = strokes.map(stroke => [0, 1].map(axis => stroke[stroke.length - 1][axis] + stroke[0][axis]));
  const apart = Math.hypot(first[0] - second[0], first[1] - second[1]) / 2;
  return apart <= CENTRED * long && Math.abs(one[0] * other[1] - one[1] * other[0]) >= ACROSS * short * long;
}

/** The digits with the pieces that belong to them. @param {Cluster[]} digits @param {Cluster[]} pieces @param {number} tallest @returns {Cluster[]} */
export function withOwnPieces(digits, pieces, tallest) {
  for (const piece of pieces) {
    const digit = nearest(piece, digits);
    const isDot = digits.length > 1 && sizeOf(piece) <= DOT * tallest;
    if (isDot || isSpeck(piece, digit, tallest)) continue;
    const grown = digits.map(one => (one === digit ? united(one, piece) : one));
    return withOwnPieces(
      grown,
      pieces.filter(other => other !== piece),
      tallest,
    );
  }
  return digits;
}

/** @param {Cluster} piece @param {Cluster[]} digits */
function nearest(piece, digits) {
  /** @param {Cluster} digit */
  const far = digit => distanceOf(piece.points, digit.points) - Math.max(0, commonOf(piece, digit, 0));
  const distances = digits.map(far);
  return digits[distances.indexOf(Math.min(...distances))];
}

/** Whether a cluster is no part of the digit that it is nearest to. @param {Cluster} piece @param {Cluster} digit @param {number} tallest */
function isSpeck(piece, digit, tallest) {
  const distance = distanceOf(piece.points, digit.points);
  const across = commonOf(piece, digit, 0);
  const isBeside = commonOf(piece, digit, 1) >= 0;
  if (isBeside && across < 0) return distance > SPECK_AWAY * tallest;
  if (sizeOf(piece) > SPECK * tallest) return distance > FLOATING * tallest;
  if (isBeside || across >= -ASIDE * tallest) return distance > ABOVE * tallest;
  return distance > SPECK_AWAY * tallest;
}

/** @param {Cluster} digit */
function mayBeA1(digit) {
  const from = digit.high[1] - LOWER * heightOf(digit);
  const lower = digit.points.filter(([, y]) => y >= from).map(([x]) => x);
  return Math.max(...lower) - Math.min(...lower) <= NARROW * heightOf(digit);
}

/** @param {Cluster} frame @param {Cluster[]} clusters */
function frames(frame, clusters) {
  const inside = clusters.filter(other => other !== frame && liesWithin(other, frame, OUT * sizeOf(frame)));
  const digits = inside.filter(other => heightOf(other) >= MEMBER * heightOf(frame) && mayBeADigit(other, 0));
  if (!digits.length || sizeOf(united(...digits)) < FRAMED * sizeOf(frame)) return false;
  const within = united(...inside);
  return isAround(frame, within) && hasRoom(frame, within) && (inside.length > 1 || !leans(inside[0]));
}

/** Whether a cluster's box is in another one, or sticks out of it by less than that. @param {Cluster} inner @param {Cluster} outer */
const liesWithin = (inner, outer, out = 0) =>
  [0, 1].every(axis => inner.low[axis] > outer.low[axis] - out && inner.high[axis] < outer.high[axis] + out);

/** Whether there is room between a frame and what is in it. @param {Cluster} frame @param {Cluster} inner */
const hasRoom = (frame, inner) => [widthOf, heightOf].some(sideOf => sideOf(inner) <= ROOM * sideOf(frame));

/** Whether there is some of a frame in nearly every direction from the middle. @param {Cluster} frame @param {Cluster} inner */
function isAround(frame, inner) {
  const [x, y] = [0, 1].map(axis => (inner.low[axis] + inner.high[axis]) / 2);
  const turns = frame.points.map(point => (Math.atan2(point[1] - y, point[0] - x) + Math.PI) / (2 * Math.PI));
  return new Set(turns.map(turn => Math.floor(turn * DIRECTIONS) % DIRECTIONS)).size >= DIRECTIONS - 1;
}

/** Whether a cluster is one straight line, and no upright one. @param {Cluster} cluster */
function leans({numbers, points}) {
  if (numbers.length > 1) return false;
  const [first, last] = [points[0], points[points.length - 1]];
  return isStraight(points, STRAIGHT) && Math.abs(last[0] - first[0]) > SLANT * Math.abs(last[1] - first[1]);
}
