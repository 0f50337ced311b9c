// Strokes that belong together: digitdemo/data/clusters.py, which says where the numbers come from.

import {boxOf} from './preprocess.js';

/** @typedef {number[][]} Points */
/** @typedef {{numbers: number[], points: Points, low: number[], high: number[]}} Cluster strokes' numbers, points, box */

const TOUCHING = 0.05;
const FAR = 0.15;
const LOOPS = 0.25;
const CLOSED = 0.5;
const TALL = 0.4;
export const FLAT = 2.5;
const RAISED = 0.15;
const LOW = 0.35;
const STEM = 0.3;
const NEAR = 0.1;
const STEP = 0.04;
const MOST_STEPS = 100;

/** A cluster for each stroke; none where all of them are flat. @param {Points[]} strokes @returns {Cluster[]} */
export function eachAlone(strokes) {
  const step = STEP * Math.max(...strokes.map(stroke => heightOf(boxOf([stroke]))));
  return step ? strokes.map((stroke, number) => clusterOf([number], evenly(stroke, step))) : [];
}

/** @param {number[]} one @param {number[]} other */
const apart = (one, other) => Math.hypot(other[0] - one[0], other[1] - one[1]);

/** How far along their line points are, 0 for the first. @param {Points} points */
function wayAlong(points) {
  const way = [0];
  for (let i = 1; i < points.length; i++) way.push(way[i - 1] + apart(points[i], points[i - 1]));
  return way;
}

/** @param {Points} points */
export const lengthOf = points => wayAlong(points)[points.length - 1];

/** Whether the ends of a line are as far apart as that share of its length. @param {Points} points @param {number} share */
export const isStraight = (points, share) => apart(points[0], points[points.length - 1]) >= share * lengthOf(points);

/** Points on a stroke, `step` apart or a little less. @param {Points} stroke @param {number} step @returns {Points} */
function evenly(stroke, step) {
  const way = wayAlong(stroke);
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
export function united(...clusters) {
  return clusterOf(
    clusters.flatMap(({numbers}) => numbers),
    clusters.flatMap(({points}) => points),
  );
}

/** @param {{low: number[], high: number[]}} box */
export const heightOf = ({low, high}) => high[1] - low[1];

/** @param {{low: number[], high: number[]}} box */
export const widthOf = ({low, high}) => high[0] - low[0];

/** @param {{low: number[], high: number[]}} box */
export const sizeOf = box => Math.max(widthOf(box), heightOf(box));

/** @param {Cluster[]} clusters */
export const tallestOf = clusters => Math.max(...clusters.map(heightOf));

/** @param {Cluster} cluster @param {number} tallest */
export function mayBeADigit(cluster, tallest) {
  const height = heightOf(cluster);
  return height >= TALL * tallest && widthOf(cluster) <= FLAT * height;
}

/** Clusters of which no two touch. @param {Cluster[]} clusters */
export const joinedWhereTouching = clusters => joined(clusters, touch);

/** Clusters of which no two are parts of one digit. @param {Cluster[]} clusters */
export const withPartsJoined = clusters => joined(clusters, areOneDigit);

/** @typedef {(one: Cluster, other: Cluster, tallest: number) => boolean} Belong @param {Cluster[]} clusters @param {Belong} belong */
function joined(clusters, belong) {
  for (let pair = firstPair(clusters, belong); pair; pair = firstPair(clusters, belong)) {
    const [one, other] = pair;
    clusters = [...clusters.filter(cluster => cluster !== one && cluster !== other), united(one, other)];
  }
  return clusters;
}

/** @param {Cluster[]} clusters @param {Belong} belong */
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

/** @param {Cluster} one @param {Cluster} other @param {number} distance */
function areNear(one, other, distance) {
  if (commonOf(one, other, 0) < -distance || commonOf(one, other, 1) < -distance) return false;
  return distanceOf(one.points, other.points) <= distance;
}

/** @param {Points} some @param {Points} others */
export function distanceOf(some, others) {
  let least = Infinity;
  for (const [x, y] of some) {
    for (const point of others) least = Math.min(least, (point[0] - x) ** 2 + (point[1] - y) ** 2);
  }
  return Math.sqrt(least);
}

/** How far two boxes lie side by side; below 0 so far apart. @param {Cluster} one @param {Cluster} other @param {number} axis */
export const commonOf = (one, other, axis) =>
  Math.min(one.high[axis], other.high[axis]) - Math.max(one.low[axis], other.low[axis]);

/** @param {{low: number[], high: number[]}} box */
export const across = ({low, high}) => (low[0] + high[0]) / 2;
