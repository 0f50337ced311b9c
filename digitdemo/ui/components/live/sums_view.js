// The ten sums that a network ends in, as bars around 0; and, of a network that has no other layer, its ten pictures of
// weights with the ink on them.

import {decimal} from '../texts.js';
import {paintSigned, sheet} from './paint.js';

const SIDE = 28;
const FAINT = 0.3; // how strongly weights are shown that no ink is on

export class SumsView {
  /** @param {import('../texts.js').Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.root = document.createElement('ol');
    this.root.className = 'sums';
    this.bars = Array.from({length: 10}, (_, digit) => {
      const item = document.createElement('li');
      const track = Object.assign(document.createElement('span'), {className: 'track'});
      const bar = Object.assign(document.createElement('span'), {className: 'fill'});
      const value = Object.assign(document.createElement('span'), {className: 'value'});
      track.append(bar);
      item.append(Object.assign(document.createElement('b'), {textContent: String(digit)}), track, value);
      this.root.append(item);
      return {item, bar, value};
    });
  }

  /** @param {import('./engine.js').Reading | null} reading */
  show(reading) {
    const most = reading ? Math.max(...reading.logits.map(Math.abs), 1e-9) : 1;
    this.bars.forEach(({item, bar, value}, digit) => {
      const sum = reading ? reading.logits[digit] : 0;
      bar.style.transform = `scaleX(${sum / most})`;
      value.textContent = reading ? signed(sum, this.texts) : '';
      item.classList.toggle('first', reading?.digit === digit);
      item.classList.toggle('below', sum < 0);
    });
  }
}

export class WeightsView {
  /** @param {import('../texts.js').Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.root = document.createElement('ol');
    this.root.className = 'pictures';
    this.pictures = Array.from({length: 10}, (_, digit) => {
      const item = document.createElement('li');
      const paper = sheet(SIDE, SIDE);
      const words = document.createElement('span');
      item.append(paper.canvas, words);
      this.root.append(item);
      return {item, paper, words, digit};
    });
  }

  /** @param {Float64Array} weights (784, 10) @param {Uint8Array | null} image @param {import('./engine.js').Reading | null} reading */
  show(weights, image, reading) {
    // Pixels that are always paper have kept the weights that they began with: where there is ink, it counts.
    const ink = Float64Array.from({length: SIDE * SIDE}, (_, pixel) => (image ? image[pixel] / 255 : 0));
    const strongest = strongestOf(weights, () => 1);
    const strongestInked = image ? strongestOf(weights, pixel => ink[pixel]) : strongest;
    for (const {item, paper, words, digit} of this.pictures) {
      for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
        const weight = weights[10 * pixel + digit];
        const strength = ink[pixel] ? (weight * ink[pixel]) / strongestInked : weight / strongest;
        paintSigned(paper.pixels, pixel, ink[pixel] || !image ? strength : FAINT * strength, ink[pixel]);
      }
      paper.show();
      words.textContent = reading ? `${digit}: ${signed(reading.logits[digit], this.texts)}` : String(digit);
      item.classList.toggle('first', reading?.digit === digit);
    }
  }
}

/** @param {number} sum @param {import('../texts.js').Texts} texts */
const signed = (sum, texts) => decimal(sum, 1, texts).replace('-', '−');

/** @param {Float64Array} weights (784, 10) @param {(pixel: number) => number} share of each pixel's */
function strongestOf(weights, share) {
  let most = 1e-9;
  weights.forEach((weight, i) => {
    most = Math.max(most, Math.abs(weight) * share(Math.floor(i / 10)));
  });
  return most;
}
