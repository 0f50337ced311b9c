// Lines and ellipses as Pillow draws them, to the pixel: the server draws strokes with it, and the models' answers while
// one draws are to be those that the server gives a moment later.
// Source: Pillow 13.0.0, src/libImaging/Draw.c (`ImagingDrawWideLine`, `polygon_generic`, `ellipseNew`).

const {floor, ceil, abs, round, fround, trunc} = Math;
/** Half away from zero, and half towards zero. @param {number} v */
const roundUp = v => (v >= 0 ? floor(v + 0.5) : -floor(-v + 0.5));
/** @param {number} v */
const roundDown = v => (v >= 0 ? ceil(v - 0.5) : -ceil(-v - 0.5));
/** C's roundf. @param {number} v */
const roundAway = v => (v < 0 ? -round(-v) : round(v));

/** @typedef {{x0: number, y0: number, xMin: number, xMax: number, yMin: number, yMax: number, slope: number}} Edge */

/** An 8-bit picture, 0 = paper, 255 = ink. */
export class Raster {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height);
  }

  clear() {
    this.pixels.fill(0);
  }

  /** Ink the pixels `x0` to `x1` of a row. @param {number} x0 @param {number} y @param {number} x1 */
  row(x0, y, x1) {
    if (y < 0 || y >= this.height || x0 >= this.width || x1 < 0) return;
    const start = y * this.width;
    this.pixels.fill(255, start + Math.max(x0, 0), start + Math.min(x1, this.width - 1) + 1);
  }

  /**
   * A line between two points, whose ends are cut straight.
   * @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {number} width at least 2 pixels
   */
  line(x0, y0, x1, y1, width) {
    [x0, y0, x1, y1] = [trunc(x0), trunc(y0), trunc(x1), trunc(y1)];
    const [dx, dy] = [x1 - x0, y1 - y0];
    if (dx === 0 && dy === 0) {
      this.row(x0, y0, x0);
      return;
    }
    const length = Math.sqrt(dx * dx + dy * dy);
    const most = roundUp((width - 1) / 2) / length;
    const least = roundDown((width - 1) / 2) / length;
    const corners = [
      [x0 - roundDown(least * dy), y0 + roundDown(most * dx)],
      [x1 - roundDown(least * dy), y1 + roundDown(most * dx)],
      [x1 + roundDown(most * dy), y1 - roundDown(least * dx)],
      [x0 + roundDown(most * dy), y0 - roundDown(least * dx)],
    ];
    this.polygon(corners.map(([x, y], i) => edge(x, y, corners[(i + 1) % 4][0], corners[(i + 1) % 4][1])));
  }

  /** Everything between edges, row by row. @param {Edge[]} all */
  polygon(all) {
    for (const e of all) if (e.yMin === e.yMax) this.row(e.xMin, e.yMin, e.xMax);
    const edges = all.filter(e => e.yMin !== e.yMax);
    const last = Math.min(this.height, Math.max(0, ...all.map(e => e.yMax)));
    for (let y = Math.max(0, Math.min(this.height - 1, ...all.map(e => e.yMin))); y <= last; y++) {
      const crossings = crossingsAt(edges, y, last);
      for (let i = 1; i < crossings.length; i += 2) this.row(roundUp(crossings[i - 1]), y, roundDown(crossings[i]));
    }
  }

  /** A filled ellipse in a box. @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
  ellipse(x0, y0, x1, y1) {
    [x0, y0, x1, y1] = [trunc(x0), trunc(y0), trunc(x1), trunc(y1)];
    const [a, b] = [x1 - x0, y1 - y0];
    for (const [half, y] of ellipseRows(a, b)) {
      this.row(x0 + (a - half) / 2, y0 + (b + y) / 2, x0 + (a + half) / 2);
      if (y > 0) this.row(x0 + (a - half) / 2, y0 + (b - y) / 2, x0 + (a + half) / 2);
    }
  }
}

/** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @returns {Edge} */
function edge(x0, y0, x1, y1) {
  const slope = y0 === y1 ? 0 : fround((x1 - x0) / (y1 - y0));
  const [xMin, xMax] = x0 <= x1 ? [x0, x1] : [x1, x0];
  const [yMin, yMax] = y0 <= y1 ? [y0, y1] : [y1, y0];
  return {x0, y0, xMin, xMax, yMin, yMax, slope};
}

/** Where an edge crosses a row, in single precision as in C. @param {Edge} e @param {number} y */
const at = (e, y) => fround(fround((y - e.y0) * e.slope) + e.x0);

/** @param {Edge[]} edges @param {number} y @param {number} last @returns {number[]} sorted */
function crossingsAt(edges, y, last) {
  const found = [];
  for (const [i, current] of edges.entries()) {
    if (y < current.yMin || y > current.yMax) continue;
    const x = at(current, y);
    if (y === current.yMax && y < last) found.push(x, x);
    else if ((y === current.yMin || y === current.yMax) && current.slope !== 0) found.push(corner(edges, i, x, y));
    else found.push(x);
  }
  return found.sort((one, other) => one - other);
}

/**
 * Where a row ends that two edges meet in: a pixel beside the row before or after, so that no point sticks out.
 * @param {Edge[]} edges @param {number} i @param {number} x @param {number} y
 */
function corner(edges, i, x, y) {
  const current = edges[i];
  const near = y + (y === current.yMax ? -1 : 1);
  for (const other of edges.slice(0, i)) {
    const meets = (y === other.yMin || y === other.yMax) && other.slope !== 0;
    if (!meets || roundAway(x) !== roundAway(at(other, y)) || near < other.yMin || near > other.yMax) continue;
    const [own, its] = [at(current, near), at(other, near)];
    if (x > own + 1 && x > its + 1) return roundAway(Math.max(own, its)) + 1;
    if (x < own - 1 && x < its - 1) return roundAway(Math.min(own, its)) - 1;
    break;
  }
  return x;
}

/** @type {Map<string, number[][]>} */
const knownEllipses = new Map();

/**
 * The rows of the lower half of an ellipse of that width and height around (0, 0), in half pixels: [half width, y].
 * @param {number} a @param {number} b
 */
function ellipseRows(a, b) {
  const key = `${a} ${b}`;
  const rows = knownEllipses.get(key) ?? computedRows(a, b);
  knownEllipses.set(key, rows);
  return rows;
}

/** @param {number} a @param {number} b */
function computedRows(a, b) {
  /** How far a point is from the ellipse. @param {number} x @param {number} y */
  const off = (x, y) => abs(a * a * y * y + b * b * x * x - a * a * b * b);
  const rows = [];
  let [x, y] = [a, b % 2];
  rows.push([x, y]);
  while (x !== a % 2 || y !== b) {
    // Bresenham's algorithm, on a grid of half pixels: the nearest of three neighbours is next.
    let next = [x, y + 2];
    if (x > 1) {
      for (const other of [
        [x - 2, y + 2],
        [x - 2, y],
      ]) {
        if (off(next[0], next[1]) > off(other[0], other[1])) next = other;
      }
    }
    if (next[1] > y) rows.push(next);
    [x, y] = next;
  }
  return rows;
}
