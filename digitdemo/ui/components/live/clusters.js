// Whether a drawing holds more than one digit: `several_digits` of digitdemo/data/clusters.py, which says where the numbers come from.

import {boxOf} from './preprocess.js';

/** @typedef {number[][]} Points */

const FAR = 0.15;
const TALL = 0.5;
const MOST_STROKES = 20;
const MOST_POINTS = 100;

/** Whether there are clusters of strokes that are tall and far apart. @param {Points[]} strokes */
export function severalDigits(strokes) {
  if (strokes.length < 2 || strokes.length > MOST_STROKES) return false;
  let clusters = strokes.map(stroke => {
    const step = Math.ceil(stroke.length / MOST_POINTS);
    return clusterOf(stroke.filter((_, i) => i % step === 0));
  });
  let tallest = Math.max(...clusters.map(heightOf));
  for (let near = nearPair(clusters, FAR * tallest); near; near = nearPair(clusters, FAR * tallest)) {
    const [one, other] = near;
    const joined = clusterOf([...one.points, ...other.points]);
    clusters = [...clusters.filter(cluster => cluster !== one && cluster !== other), joined];
    tallest = Math.max(tallest, heightOf(joined));
  }
  return clusters.filter(cluster => heightOf(cluster) >= TALL * tallest).length > 1;
}

/** @typedef {{points: Points, low: number[], high: number[]}} Cluster */

/** @param {Points} points @returns {Cluster} */
const clusterOf = points => ({points, ...boxOf([points])});

/** @param {Cluster} cluster */
const heightOf = ({low, high}) => high[1] - low[1];

/** @param {Cluster[]} clusters @param {number} distance */
function nearPair(clusters, distance) {
  for (const [i, one] of clusters.entries()) {
    for (const other of clusters.slice(i + 1)) if (areNear(one, other, distance)) return [one, other];
  }
  return null;
}

/** @param {Cluster} one @param {Cluster} other @param {number} distance */
function areNear(one, other, distance) {
  for (const axis of [0, 1]) {
    if (Math.max(one.low[axis] - other.high[axis], other.low[axis] - one.high[axis]) > distance) return false;
  }
  return one.points.some(([x, y]) => other.points.some(p => (p[0] - x) ** 2 + (p[1] - y) ** 2 <= distance ** 2));
}
