// Values as pixels. The paper is black as the canvas is, on a light and on a dark page.

const PAPER = [17, 19, 24];
const INK = 120; // grey of ink below colours
const WHITE = [255, 255, 255];
const BLUE = [64, 156, 255];
const ORANGE = [255, 140, 26];

/**
 * A canvas of values, which CSS shows as large as it likes.
 * @param {number} width @param {number} height
 */
export function sheet(width, height) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, {width, height});
  canvas.setAttribute('aria-hidden', 'true');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const pixels = context.createImageData(width, height);
  return {canvas, pixels: pixels.data, show: () => context.putImageData(pixels, 0, 0)};
}

/** Write a shade into a pixel. @param {Uint8ClampedArray} pixels @param {number} pixel @param {number} strength 0 to 1, white; below 0 orange */
export function paintShade(pixels, pixel, strength) {
  mix(pixels, pixel, strength < 0 ? ORANGE : WHITE, Math.abs(strength));
}

/** Write what speaks for something in blue, and what against it in orange, on ink in grey. @param {Uint8ClampedArray} pixels @param {number} pixel @param {number} strength -1 to 1 @param {number} ink 0 to 1 */
export function paintSigned(pixels, pixel, strength, ink) {
  const ground = PAPER.map(paper => paper + (INK - paper) * ink);
  mix(pixels, pixel, strength < 0 ? ORANGE : BLUE, Math.abs(strength), ground);
}

/** @param {Uint8ClampedArray} pixels @param {number} pixel @param {number[]} colour @param {number} share @param {number[]} [ground] */
function mix(pixels, pixel, colour, share, ground = PAPER) {
  for (let i = 0; i < 3; i++) pixels[4 * pixel + i] = ground[i] + (colour[i] - ground[i]) * Math.min(share, 1);
  pixels[4 * pixel + 3] = 255;
}
