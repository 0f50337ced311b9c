// Test digits side by side, and below each what the model says of it.

import {fill, percent} from '../texts.js';
import {element, say} from './elements.js';

const PER_ROW = 16; // pictures in a row of the sheet
const SUREST = 255;

/** @typedef {{url: string, rows: number, places: Map<number, number>, truths: string}} Sheet pictures of test digits, by number */
/** @typedef {number[]} Guess [test image, digit, how sure, of 255] */

class Tile {
  /** @param {import('../texts.js').Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.picture = element('span', 'picture');
    this.picture.setAttribute('role', 'img');
    this.digit = element('b', 'digit');
    this.sure = element('span', 'sure');
    this.mark = element('span', 'mark');
    this.truth = element('span', 'truth');
    this.root = element(
      'li',
      'tile',
      this.picture,
      element('span', 'guess', this.digit, this.mark),
      this.sure,
      this.truth,
    );
  }

  /** @param {Sheet} sheet @param {number} image @param {Guess | undefined} guess */
  show(sheet, image, guess) {
    const {texts} = this;
    const truth = Number(sheet.truths[image]);
    const place = sheet.places.get(image) ?? 0;
    this.picture.style.backgroundImage = `url("${sheet.url}")`;
    this.picture.style.backgroundSize = `${100 * PER_ROW}% auto`;
    const [column, row] = [place % PER_ROW, Math.floor(place / PER_ROW)];
    const down = sheet.rows > 1 ? row / (sheet.rows - 1) : 0;
    this.picture.style.backgroundPosition = `${(100 * column) / (PER_ROW - 1)}% ${100 * down}%`;
    this.picture.setAttribute('aria-label', fill(texts.truth, {digit: truth}));
    const right = guess?.[1] === truth;
    this.root.classList.toggle('right', right);
    this.root.classList.toggle('wrong', Boolean(guess) && !right);
    say(this.digit, guess ? `${guess[1]}` : '?');
    say(this.mark, guess ? (right ? '✓' : '✗') : '');
    this.mark.setAttribute('aria-label', guess ? (right ? texts.is_right : texts.is_wrong) : texts.no_guess);
    this.mark.setAttribute('role', 'img');
    say(this.sure, guess ? fill(texts.sure, {share: percent(guess[2] / SUREST, 0, texts)}) : '');
    say(this.truth, guess && !right ? fill(texts.is_truth, {digit: truth}) : '');
  }
}

export class Tiles {
  /** @param {string} title @param {string} kind @param {import('../texts.js').Texts} texts */
  constructor(title, kind, texts) {
    this.texts = texts;
    this.heading = element('h4', '', title);
    this.words = element('p', 'words');
    this.list = element('ul', `tiles ${kind}`);
    this.root = element('section', 'group', this.heading, this.words, this.list);
    /** @type {Tile[]} */
    this.tiles = [];
  }

  /** @param {Sheet} sheet @param {number[]} images @param {Guess[]} guesses @param {string} words */
  show(sheet, images, guesses, words) {
    while (this.tiles.length < images.length) {
      const tile = new Tile(this.texts);
      this.tiles.push(tile);
      this.list.append(tile.root);
    }
    this.tiles.forEach((tile, number) => {
      tile.root.hidden = number >= images.length;
      if (!tile.root.hidden) tile.show(sheet, images[number], guesses[number]);
    });
    say(this.words, words);
    this.words.hidden = !words;
  }
}
