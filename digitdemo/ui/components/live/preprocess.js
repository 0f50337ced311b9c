// Strokes to the 28 x 28 pixels that the models read: `preprocess_strokes` and `shrink` of digitdemo/data/preprocessing.py,
// step by step and to the pixel; that file says where each number comes from.

import {Raster} from './raster.js';

/** @typedef {number[][]} Points the points (x, y) of a stroke, y down */

const SIDE = 28;
const BOX_SIDE = 20;
const CENTRE = 14;
const SOFT = 0.5;
const SHARP = 1 - (3 * SOFT) / BOX_SIDE;
const FINE = 8;
const FINE_SIDE = BOX_SIDE * FINE;
const PEN = 1.5 * FINE;
const SMALLEST_BOX = 0.1;
const PASSES = 3; // Pillow's Gaussian blur is that many box blurs

const fine = new Raster(FINE_SIDE, FINE_SIDE);
const turned = new Uint8Array(FINE_SIDE * FINE_SIDE);

/**
 * @param {Points[]} strokes at least one
 * @param {number} area the longer side of the drawing area, in the strokes' unit
 * @returns {Uint8Array} 28 x 28, 0 = paper, 255 = ink
 */
export function imageFromStrokes(strokes, area) {
  const {low, high} = boxOf(strokes);
  const scale = (SHARP * FINE_SIDE - PEN) / Math.max(high[0] - low[0], high[1] - low[1], SMALLEST_BOX * area);
  const middle = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2];
  const moved = strokes.map(s => s.map(p => [0, 1].map(axis => (p[axis] - middle[axis]) * scale + FINE_SIDE / 2)));
  fine.clear();
  drawStrokes(fine, moved, PEN);
  soften(fine.pixels, turned);
  return centred(brightened(sums(fine.pixels)));
}

/**
 * The drawing area only made smaller: careless demos do this.
 * @param {Points[]} strokes @param {number} pen in the strokes' unit, as `side`
 * @param {number} side of the drawing area, a multiple of 28
 * @returns {Uint8Array} 28 x 28
 */
export function shrunkImage(strokes, pen, side) {
  const raster = new Raster(side, side);
  drawStrokes(raster, strokes, pen);
  const narrow = narrowed(raster.pixels, side, side);
  return narrowed(narrow, side, SIDE);
}

/**
 * The means of each SIDE-th of every row of `width`, laid down as columns: twice, and the picture is the right way up.
 * Source: Pillow 13.0.0, src/libImaging/Resample.c, which rounds after each direction, in fixed-point numbers.
 * @param {Uint8Array} pixels @param {number} width @param {number} height
 */
function narrowed(pixels, width, height) {
  const factor = width / SIDE;
  const weight = Math.floor(0.5 + 2 ** 22 / factor);
  const found = new Uint8Array(SIDE * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < SIDE; column++) {
      const start = row * width + column * factor;
      let sum = 0;
      for (let i = start; i < start + factor; i++) sum += pixels[i];
      found[column * height + row] = (sum * weight + 2 ** 21) >> 22;
    }
  }
  return found;
}

/** The smallest and the largest (x, y) of all points. @param {Points[]} strokes */
export function boxOf(strokes) {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (const stroke of strokes) {
    for (const [x, y] of stroke) {
      low[0] = Math.min(low[0], x);
      low[1] = Math.min(low[1], y);
      high[0] = Math.max(high[0], x);
      high[1] = Math.max(high[1], y);
    }
  }
  return {low, high};
}

/** @param {Raster} raster @param {Points[]} strokes @param {number} pen in pixels */
function drawStrokes(raster, strokes, pen) {
  const radius = pen / 2;
  const width = Math.max(1, roundEven(pen));
  for (const stroke of strokes) {
    const points = spaced(stroke, pen / 6);
    for (let i = 1; i < points.length; i++) {
      raster.line(points[i - 1][0], points[i - 1][1], points[i][0], points[i][1], width);
    }
    for (const [x, y] of points) raster.ellipse(x - radius, y - radius, x + radius, y + radius);
  }
}

/** The first point, the last, and one of those between in every `distance` of the way. @param {Points} points @param {number} distance */
function spaced(points, distance) {
  const kept = [points[0]];
  let way = 0;
  let step = 0;
  for (let i = 1; i < points.length; i++) {
    way += Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
    const next = Math.round((way - (way % distance)) / distance); // NumPy's // for floats
    if (next > step || i === points.length - 1) kept.push(points[i]);
    step = next;
  }
  return kept;
}

/** Half to the even neighbour, as NumPy rounds. @param {number} v at least 0 */
function roundEven(v) {
  const below = Math.floor(v);
  const rest = v - below;
  return rest > 0.5 || (rest === 0.5 && below % 2) ? below + 1 : below;
}

/**
 * Pillow's Gaussian blur of a square of FINE_SIDE, in place.
 * Source: Pillow 13.0.0, src/libImaging/BoxBlur.c; P. Gwosdek et al., "Theoretical foundations of Gaussian convolution
 * by extended box filtering".
 * @param {Uint8Array} pixels @param {Uint8Array} space
 */
function soften(pixels, space) {
  const radius = boxRadius(SOFT * FINE);
  for (let i = 0; i < PASSES; i++) boxBlur(pixels, radius);
  transpose(pixels, space);
  for (let i = 0; i < PASSES; i++) boxBlur(space, radius);
  transpose(space, pixels);
}

/** @param {number} sigma @returns {number} in single precision, as in C */
function boxRadius(sigma) {
  const {fround} = Math;
  const variance = fround((sigma * sigma) / PASSES);
  const whole = Math.floor((fround(Math.sqrt(12 * variance + 1)) - 1) / 2);
  const part = fround(fround((2 * whole + 1) * fround(whole * (whole + 1) - fround(3 * variance))));
  return fround(whole + fround(part / fround(6 * fround(variance - (whole + 1) * (whole + 1)))));
}

const line = new Uint8Array(FINE_SIDE);

/** Blur each row with a box whose ends are fractions of a pixel. @param {Uint8Array} pixels @param {number} width half of it */
function boxBlur(pixels, width) {
  const radius = Math.floor(width);
  const inner = Math.floor(Math.fround(2 ** 24 / Math.fround(width * 2 + 1)));
  const outer = Math.floor((2 ** 24 - (radius * 2 + 1) * inner) / 2);
  const last = FINE_SIDE - 1;
  for (let start = 0; start < pixels.length; start += FINE_SIDE) {
    for (let x = 0; x < FINE_SIDE; x++) line[x] = pixels[start + x];
    let sum = line[0] * (radius + 1);
    for (let x = 0; x < radius; x++) sum += line[x];
    for (let x = 0; x < FINE_SIDE; x++) {
      const left = line[Math.max(x - radius - 1, 0)];
      sum += line[Math.min(x + radius, last)] - left;
      const ends = left + line[Math.min(x + radius + 1, last)];
      pixels[start + x] = (sum * inner + ends * outer + 2 ** 23) >>> 24;
    }
  }
}

/** @param {Uint8Array} from @param {Uint8Array} to */
function transpose(from, to) {
  for (let y = 0; y < FINE_SIDE; y++) {
    for (let x = 0; x < FINE_SIDE; x++) to[x * FINE_SIDE + y] = from[y * FINE_SIDE + x];
  }
}

/** The means over FINE x FINE pixels: 20 x 20. @param {Uint8Array} pixels */
function sums(pixels) {
  const found = new Float64Array(BOX_SIDE * BOX_SIDE);
  for (let y = 0; y < FINE_SIDE; y++) {
    const row = Math.floor(y / FINE) * BOX_SIDE;
    for (let x = 0; x < FINE_SIDE; x++) found[row + Math.floor(x / FINE)] += pixels[y * FINE_SIDE + x];
  }
  return found.map(sum => sum / (FINE * FINE));
}

/** @param {Float64Array} scaled */
function brightened(scaled) {
  const factor = 255 / scaled.reduce((most, value) => Math.max(most, value), 0);
  return Uint8Array.from(scaled, value => roundEven(value * factor));
}

/** The 28 x 28 picture with the centre of mass in its middle. @param {Uint8Array} scaled 20 x 20 */
function centred(scaled) {
  let [mass, rows, columns] = [0, 0, 0];
  scaled.forEach((value, i) => {
    mass += value;
    rows += value * Math.floor(i / BOX_SIDE);
    columns += value * (i % BOX_SIDE);
  });
  const room = SIDE - BOX_SIDE;
  const [top, left] = [rows, columns].map(m => Math.min(Math.max(Math.trunc(CENTRE + 0.5 - m / mass), 0), room));
  const image = new Uint8Array(SIDE * SIDE);
  for (let row = 0; row < BOX_SIDE; row++) {
    image.set(scaled.subarray(row * BOX_SIDE, (row + 1) * BOX_SIDE), (top + row) * SIDE + left);
  }
  return image;
}
