// A map of test digits, each a numeral in the colour of its digit: what the model takes for alike lies together.

import {fill, percent} from '../texts.js';
import {bytesOf, element, say} from './elements.js';

const SIZE = 720; // pixels of the drawing, shown half as large or smaller
const EDGE = 24;
const FURTHEST = 127;
const MOVING = 400; // milliseconds
const HUES = [355, 25, 45, 90, 150, 175, 200, 225, 270, 315];

/** Return the share of points nearest to the middle of their own digit. @param {Int8Array} points @param {string} truths */
export function shareAtHome(points, truths) {
  const sums = Array.from({length: 10}, () => [0, 0, 0]);
  const count = points.length / 2;
  for (let number = 0; number < count; number++) {
    const sum = sums[Number(truths[number])];
    sum[0] += points[2 * number];
    sum[1] += points[2 * number + 1];
    sum[2] += 1;
  }
  const middles = sums.map(([x, y, n]) => [x / n, y / n]);
  let home = 0;
  for (let number = 0; number < count; number++) {
    const far = middles.map(([x, y]) => (x - points[2 * number]) ** 2 + (y - points[2 * number + 1]) ** 2);
    const truth = Number(truths[number]);
    if (far.every((other, digit) => digit === truth || Number.isNaN(other) || far[truth] < other)) home += 1;
  }
  return home / count;
}

export class DigitMap {
  /** @param {import('../texts.js').Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.canvas = document.createElement('canvas');
    this.canvas.width = this.canvas.height = SIZE;
    this.canvas.setAttribute('role', 'img');
    this.words = element('p', 'words');
    this.root = element('section', 'group', element('h4', '', texts.map), this.words, this.canvas);
    /** @type {string | undefined} */
    this.drawn = undefined;
    /** @type {Float32Array} */
    this.at = new Float32Array(0);
    this.frame = 0;
    this.dark = false;
    this.truths = '';
  }

  /** @param {string | undefined} data int8, base64 @param {string} truths */
  show(data, truths) {
    this.root.classList.toggle('empty', !data);
    const dark = isDark(this.canvas);
    if (data === this.drawn && dark === this.dark) return;
    const moved = data !== this.drawn && this.drawn;
    [this.drawn, this.dark, this.truths] = [data, dark, truths];
    cancelAnimationFrame(this.frame);
    if (!data) {
      this.at = new Float32Array(0);
      this.draw();
      say(this.words, this.texts.map_begins);
      this.canvas.setAttribute('aria-label', this.texts.map_empty);
      return;
    }
    const goal = bytesOf(data);
    const said = {share: percent(shareAtHome(goal, truths), 0, this.texts), count: goal.length / 2};
    say(this.words, fill(this.texts.map_says, said));
    this.canvas.setAttribute('aria-label', fill(this.texts.map_alt, said));
    const still = !moved || this.at.length !== goal.length || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (still) {
      this.at = Float32Array.from(goal);
      this.draw();
    } else this.move(goal);
  }

  /** @param {Int8Array} goal */
  move(goal) {
    const [from, begun] = [this.at, performance.now()];
    /** @param {number} now */
    const step = now => {
      const part = Math.min(1, Math.max(0, (now - begun) / MOVING));
      this.at = from.map((value, number) => value + part * (goal[number] - value));
      this.draw();
      if (part < 1) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  draw() {
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, SIZE, SIZE);
    context.font = '600 19px sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const scale = (SIZE / 2 - EDGE) / FURTHEST;
    for (let number = 0; number < this.at.length / 2; number++) {
      const digit = Number(this.truths[number]);
      context.fillStyle = `hsl(${HUES[digit]} 75% ${this.dark ? 68 : 36}%)`;
      const [x, y] = [this.at[2 * number], this.at[2 * number + 1]];
      context.fillText(`${digit}`, SIZE / 2 + scale * x, SIZE / 2 - scale * y);
    }
  }
}

/** @param {Element} at */
function isDark(at) {
  const [red, green, blue] = getComputedStyle(at)
    .color.match(/[\d.]+/g)
    ?.map(Number) ?? [0, 0, 0];
  return red + green + blue > 384; // light words
}
