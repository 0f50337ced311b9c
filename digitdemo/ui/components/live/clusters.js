// Which digits a drawing holds: `split_digits` of digitdemo/data/clusters.py, which says where the numbers come from.

import {boxOf} from './preprocess.js';

/** @typedef {number[][]} Points */
/** @typedef {{numbers: number[], points: Points, low: number[], high: number[]}} Cluster strokes' numbers, points, box */

const TOUCHING = 0.05;
const FAR = 0.15;
const LOOPS = 0.25;
const CLOSED = 0.5;
const TALL = 0.4;
const FLAT = 2.5;
const RAISED = 0.15;
const LOW = 0.35;
const STEM = 0.3;
const NEAR = 0.1;
const FLOATING = 0.4;
const DOT = 0.08;
const MOST_STROKES = 20;
const DASHES = 5;
const MOSTLY = 0.8;
const SHORT = 0.3;
const STRAIGHT = 0.9;
const STEP = 0.04;
const MOST_STEPS = 100;

/** The strokes of each digit, in reading order; all of them where there is one. @param {Points[]} strokes @returns {Points[][]} */
export function splitDigits(strokes) {
  if (strokes.length < 2 || strokes.length > MOST_STROKES || isDashed(strokes)) return [strokes];
  const step = STEP * Math.max(...strokes.map(stroke => heightOf(boxOf([stroke]))));
  if (!step) return [strokes];
  const clusters = joined(strokes.map((stroke, number) => clusterOf([number], evenly(stroke, step))));
  const tallest = tallestOf(clusters);
  const digits = clusters.filter(cluster => mayBeADigit(cluster, tallest));
  if (digits.length < 2) return [strokes];
  const pieces = clusters.filter(cluster => !digits.includes(cluster));
  const owners = pieces.map(piece => ownerOf(piece, digits, tallest));
  const whole = digits.map(digit => united(digit, ...pieces.filter((_, i) => owners[i] === digit)));
  return inReadingOrder(whole).map(({numbers}) => numbers.sort((a, b) => a - b).map(number => strokes[number]));
}

/** Whether strokes are the dots or dashes of one line: short and, most of them, straight. @param {Points[]} strokes */
function isDashed(strokes) {
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

/** @param {number[]} one @param {number[]} other */
const apart = (one, other) => Math.hypot(other[0] - one[0], other[1] - one[1]);

/** Points on a stroke, `step` apart or a little less. @param {Points} stroke @param {number} step @returns {Points} */
function evenly(stroke, step) {
  const way = [0];
  for (let i = 1; i < stroke.length; i++) {
    way.push(way[i - 1] + apart(stroke[i], stroke[i - 1]));
  }
  const length = way[way.length - 1];
  const steps = Math.min(Math.ceil(length / step), MOST_STEPS);
  const found = [stroke[0]];
  let i = 0;
  for (let number = 1; number <= steps; number++) {
    const place = (number * length) / steps;
    while (i < way.length - 2 && way[i + 1] < place) i++;
    const share = Math.min((place - way[i]) / (way[i + 1] - way[i]), 1);
    found.push([0, 1].map(axis => stroke[i][axis] + share * (stroke[i + 1][axis] - stroke[i][axis])));
  }
  return found;
}

/** @param {number[]} numbers @param {Points} points @returns {Cluster} */
const clusterOf = (numbers, points) => ({numbers, points, ...boxOf([points])});

/** @param {Cluster[]} clusters */
function united(...clusters) {
  return clusterOf(
    clusters.flatMap(({numbers}) => numbers),
    clusters.flatMap(({points}) => points),
  );
}

/** @param {{low: number[], high: number[]}} box */
const heightOf = ({low, high}) => high[1] - low[1];

/** @param {Cluster[]} clusters */
const tallestOf = clusters => Math.max(...clusters.map(heightOf));

/** @param {Cluster} cluster @param {number} tallest */
function mayBeADigit(cluster, tallest) {
  const height = heightOf(cluster);
  return height >= TALL * tallest && cluster.high[0] - cluster.low[0] <= FLAT * height;
}

/** First what touches, then parts of a digit in pieces. @param {Cluster[]} clusters */
function joined(clusters) {
  for (const belong of [touch, areOneDigit]) {
    for (let pair = firstPair(clusters, belong); pair; pair = firstPair(clusters, belong)) {
      const [one, other] = pair;
      clusters = [...clusters.filter(cluster => cluster !== one && cluster !== other), united(one, other)];
    }
  }
  return clusters;
}

/** @param {Cluster[]} clusters @param {(one: Cluster, other: Cluster, tallest: number) => boolean} belong */
function firstPair(clusters, belong) {
  const tallest = tallestOf(clusters);
  for (const [i, one] of clusters.entries()) {
    for (const other of clusters.slice(i + 1)) if (belong(one, other, tallest)) return [one, other];
  }
  return null;
}

/** @param {Cluster} one @param {Cluster} other @param {number} tallest */
const touch = (one, other, tallest) => areNear(one, other, TOUCHING * tallest);

/** @param {Cluster} one @param {Cluster} other @param {number} tallest */
function areOneDigit(one, other, tallest) {
  if (!mayBeADigit(one, tallest) || !mayBeADigit(other, tallest) || !areNear(one, other, LOOPS * tallest)) return false;
  const isNear = areNear(one, other, FAR * tallest);
  if (commonOf(one, other, 1) < 0) return isNear || (isLoop(one) && isLoop(other));
  if (!isNear) return false;
  return across(one) <= across(other) ? isOpen(one, other, tallest) : isOpen(other, one, tallest);
}

/** @param {Cluster} cluster */
function isLoop(cluster) {
  const [first, last] = [cluster.points[0], cluster.points[cluster.points.length - 1]];
  return Math.hypot(first[0] - last[0], first[1] - last[1]) <= CLOSED * heightOf(cluster);
}

/** As in an open 4, or a 9 in two pieces. @param {Cluster} left @param {Cluster} right @param {number} tallest */
function isOpen(left, right, tallest) {
  const raised = (right.high[1] - left.high[1]) / tallest;
  let least = Infinity;
  let nearest = left.points[0];
  for (const point of left.points) {
    const distance = distanceOf([point], right.points);
    if (distance < least) [least, nearest] = [distance, point];
  }
  const isLow = left.high[1] - nearest[1] <= LOW * heightOf(left);
  return (raised >= RAISED && isLow) || (raised >= STEM && least <= NEAR * tallest);
}

/** @param {Cluster} piece @param {Cluster[]} digits @param {number} tallest */
function ownerOf(piece, digits, tallest) {
  /** @param {Cluster} digit */
  const far = digit => distanceOf(piece.points, digit.points) - Math.max(0, commonOf(piece, digit, 0));
  const distances = digits.map(far);
  const digit = digits[distances.indexOf(Math.min(...distances))];
  const isDot = Math.max(heightOf(piece), piece.high[0] - piece.low[0]) <= DOT * tallest;
  return isDot || distanceOf(piece.points, digit.points) > FLOATING * tallest ? null : digit;
}

/** @param {Cluster} one @param {Cluster} other @param {number} distance */
function areNear(one, other, distance) {
  if (commonOf(one, other, 0) < -distance || commonOf(one, other, 1) < -distance) return false;
  return distanceOf(one.points, other.points) <= distance;
}

/** @param {Points} some @param {Points} others */
function distanceOf(some, others) {
  let least = Infinity;
  for (const [x, y] of some) {
    for (const point of others) least = Math.min(least, (point[0] - x) ** 2 + (point[1] - y) ** 2);
  }
  return Math.sqrt(least);
}

/** How far two boxes lie side by side; below 0 so far apart. @param {Cluster} one @param {Cluster} other @param {number} axis */
const commonOf = (one, other, axis) =>
  Math.min(one.high[axis], other.high[axis]) - Math.max(one.low[axis], other.low[axis]);

/** @param {Cluster[]} digits */
function inReadingOrder(digits) {
  /** @type {Cluster[][]} */
  const lines = [];
  for (const digit of [...digits].sort((a, b) => across(a) - across(b))) {
    /** @type {Cluster[] | null} */
    let best = null;
    for (const line of lines) {
      const last = line[line.length - 1];
      if (commonOf(last, digit, 1) < 0.5 * Math.min(heightOf(last), heightOf(digit))) continue;
      if (!best || Math.abs(middle(last) - middle(digit)) < Math.abs(middle(best[best.length - 1]) - middle(digit))) {
        best = line;
      }
    }
    if (best) best.push(digit);
    else lines.push([digit]);
  }
  /** @param {Cluster[]} line */
  const height = line => line.reduce((sum, digit) => sum + middle(digit), 0) / line.length;
  return lines.sort((a, b) => height(a) - height(b)).flat();
}

/** @param {Cluster} digit */
const across = ({low, high}) => (low[0] + high[0]) / 2;

/** @param {Cluster} digit */
const middle = ({low, high}) => (low[1] + high[1]) / 2;
