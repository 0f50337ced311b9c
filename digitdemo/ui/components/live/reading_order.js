// In which order several digits are read: digitdemo/data/reading_order.py.

import {across, commonOf, heightOf} from './clusters.js';

/** @typedef {import('./clusters.js').Cluster} Cluster */

/** Line by line, each from left to right. @param {Cluster[]} digits */
export function inReadingOrder(digits) {
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
const middle = ({low, high}) => (low[1] + high[1]) / 2;
