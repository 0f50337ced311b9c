// From the pointer's positions to the points that the server reads of a stroke: what Fabric.js' pen makes of them, and
// what digitdemo/data/strokes.py makes of that.
// Source: Fabric.js 6, src/brushes/PencilBrush.ts, src/util/path/index.ts, src/shapes/Path.ts, as the canvas bundles them.

import {boxOf} from './preprocess.js';

/** @typedef {number[][]} Points */

const DECIMATE = 0.4; // pixels: the pen leaves out positions that are nearer to the last one
const CURVE_POINTS = 4;
const ROUNDED = 4; // decimals of a stroke's place in the canvas' message

/**
 * The points of a stroke, as the server reads them once the pen is up, in pixels of the canvas.
 * @param {Points} positions of the pointer, the first one twice, as the pen keeps them
 * @param {number} pen its width
 * @returns {Points}
 */
export function strokeFromPositions(positions, pen) {
  const path = smoothPath(decimated(positions), pen / 1000);
  const points = pathPoints(path);
  // The canvas sends where the middle of a stroke's box is, by a rule of its own, and the server moves the stroke there.
  const {low, high} = boxOf([points]);
  const shown = fabricCentre(path);
  const by = [0, 1].map(axis => Number(shown[axis].toFixed(ROUNDED)) - (low[axis] + high[axis]) / 2);
  return points.map(([x, y]) => [x + by[0], y + by[1]]);
}

/** @param {Points} positions */
function decimated(positions) {
  if (positions.length <= 2) return positions;
  const kept = [positions[0]];
  let [x, y] = positions[0];
  for (const next of positions.slice(1, -2)) {
    if ((x - next[0]) ** 2 + (y - next[1]) ** 2 < DECIMATE ** 2) continue;
    kept.push(next);
    [x, y] = next;
  }
  return [...kept, positions[positions.length - 1]];
}

/** @typedef {{ends: Points, pulls: Points}} Path a start, then a curve to each end with its control point @param {Points} points @param {number} longer */
function smoothPath(points, longer) {
  const [first, second] = points;
  const [beforeLast, last] = points.slice(-2);
  const many = points.length > 2;
  const begin = many ? [0, 1].map(axis => Math.sign(points[2][axis] - second[axis])) : [1, 0];
  const end = many ? [0, 1].map(axis => Math.sign(last[axis] - beforeLast[axis])) : [1, 0];
  const ends = [[first[0] - begin[0] * longer, first[1] - begin[1] * longer]];
  /** @type {Points} */
  const pulls = [];
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1], points[i]];
    if (from[0] === to[0] && from[1] === to[1]) continue;
    pulls.push(from);
    ends.push([from[0] + (to[0] - from[0]) * 0.5, from[1] + (to[1] - from[1]) * 0.5]);
  }
  ends.push([last[0] + end[0] * longer, last[1] + end[1] * longer]);
  pulls.push(ends[ends.length - 1]); // a line is a curve that is pulled to its own end
  return {ends, pulls};
}

/** @param {Path} path @returns {Points} */
function pathPoints({ends, pulls}) {
  const points = [ends[0]];
  pulls.forEach((pull, i) => {
    for (let step = 1; step <= CURVE_POINTS; step++) {
      const share = step / CURVE_POINTS;
      const rest = 1 - share;
      points.push(
        [0, 1].map(axis => rest ** 2 * ends[i][axis] + 2 * share * rest * pull[axis] + share ** 2 * ends[i + 1][axis]),
      );
    }
  });
  return points;
}

/** The middle of a path's box as Fabric.js computes it: of cubic curves with both control points in one place. @param {Path} path */
function fabricCentre({ends, pulls}) {
  return [0, 1].map(axis => {
    const values = [ends[0][axis], ends[ends.length - 1][axis]];
    for (let i = 0; i < pulls.length - 1; i++) {
      values.push(...cubicExtremes(ends[i][axis], pulls[i][axis], ends[i + 1][axis]));
    }
    const low = Math.min(...values);
    return low + (Math.max(...values) - low) / 2;
  });
}

/** @param {number} start @param {number} pull @param {number} end */
function cubicExtremes(start, pull, end) {
  const [a, b, c] = [3 * (end - start), 6 * (start - pull), 3 * (pull - start)];
  const root = Math.sqrt(b * b - 4 * a * c);
  const turns = Math.abs(a) < 1e-12 ? [-c / b] : [(-b + root) / (2 * a), (-b - root) / (2 * a)];
  const inside = turns.filter(t => t > 0 && t < 1);
  return [
    start,
    end,
    ...inside.map(t => end * t ** 3 + pull * 3 * t ** 2 * (1 - t) + pull * 3 * t * (1 - t) ** 2 + start * (1 - t) ** 3),
  ];
}
