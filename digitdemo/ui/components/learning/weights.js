// Pictures of weights: blue speaks for, orange against.

import {fill} from '../texts.js';
import {bytesOf, element, say} from './elements.js';

const FOR = [64, 156, 255];
const AGAINST = [255, 140, 26];
const NOTHING = 24; // a grey; so are the pictures of Look inside

/** @typedef {{side: number, data: string}} Pictures int8, base64, one picture after the other */

class Picture {
  constructor() {
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    this.label = element('span', 'of');
    this.root = element('li', 'weight', this.canvas, this.label);
  }

  /** @param {Int8Array} values @param {number} side @param {string} label */
  show(values, side, label) {
    const context = this.canvas.getContext('2d');
    if (!context) return;
    if (this.canvas.width !== side) this.canvas.width = this.canvas.height = side;
    const image = context.createImageData(side, side);
    values.forEach((value, pixel) => {
      const colour = value > 0 ? FOR : AGAINST;
      const strength = Math.abs(value) / 127;
      for (let part = 0; part < 3; part++) {
        image.data[4 * pixel + part] = NOTHING + strength * (colour[part] - NOTHING);
      }
      image.data[4 * pixel + 3] = 255;
    });
    context.putImageData(image, 0, 0);
    say(this.label, label);
  }
}

export class Weights {
  /** @param {import('../texts.js').Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.heading = element('h4', '');
    this.words = element('p', 'words');
    this.list = element('ul', 'weights');
    this.root = element('section', 'group', this.heading, this.words, this.list);
    /** @type {Picture[]} */
    this.pictures = [];
    this.drawn = '';
  }

  /** @param {Pictures | null | undefined} pictures */
  show(pictures) {
    this.root.hidden = !pictures;
    if (!pictures || pictures.data === this.drawn) return;
    this.drawn = pictures.data;
    const {side, data} = pictures;
    const [values, size] = [bytesOf(data), side * side];
    const digits = side === 28;
    const count = values.length / size;
    const {texts} = this;
    say(this.heading, digits ? texts.by_digit : fill(texts.filters, {count}));
    say(this.words, digits ? texts.ink : texts.adds);
    while (this.pictures.length < count) {
      const picture = new Picture();
      this.pictures.push(picture);
      this.list.append(picture.root);
    }
    this.list.classList.toggle('small', !digits);
    this.pictures.forEach((picture, number) => {
      picture.root.hidden = number >= count;
      if (picture.root.hidden) return;
      picture.show(values.subarray(number * size, (number + 1) * size), side, digits ? `${number}` : '');
    });
  }
}
