// What a model is learning, as pictures: now, while it trains, and afterwards at every moment that was kept.

import {component, put} from '../component.js';
import {decimal, fill} from '../texts.js';
import {element, say} from './elements.js';
import {DigitMap} from './map.js';
import {Tiles} from './tiles.js';
import {Weights} from './weights.js';

/**
 * @typedef {object} Look
 * @property {number} epochs
 * @property {number[][]} digits [test image, digit, how sure of 255]
 * @property {number[][]} mistakes
 * @property {string} points base64; '' where there is no map
 * @property {{side: number, data: string} | null} pictures
 *
 * @typedef {object} Data
 * @property {string} id of the training
 * @property {boolean} live whether it is under way: the last look is shown
 * @property {number} epochs
 * @property {number} kept
 * @property {number[]} digits numbers of test images
 * @property {string} truths a character each, of the first test images
 * @property {string} sheet pictures of test images, as a URL
 * @property {number} rows of them
 * @property {number[]} places the numbers of the images on it, row by row
 * @property {Look[]} looks
 * @property {import('../texts.js').Texts} texts
 * @property {string[]} about the title of what is told about it all, and its sentences
 */

const STEP = 300; // milliseconds between two looks when it plays

/** @param {number} epochs @param {import('../texts.js').Texts} texts */
const rounded = (epochs, texts) => (Number.isInteger(epochs) ? `${epochs}` : decimal(Math.max(0.01, epochs), 2, texts));

/** @param {string[]} told */
function fold([title, ...sentences]) {
  const list = element('ul', '', ...sentences.map(sentence => element('li', '', sentence)));
  return element('details', '', element('summary', '', title), list);
}

class Learning {
  /** @param {Data} data */
  constructor({texts, about}) {
    this.texts = texts;
    this.slider = document.createElement('input');
    this.slider.type = 'range';
    this.slider.min = '0';
    this.slider.setAttribute('aria-label', texts.slider);
    this.slider.addEventListener('input', () => {
      this.stop();
      this.go(Number(this.slider.value));
    });
    this.play = element('button', 'play');
    this.play.setAttribute('type', 'button');
    this.play.addEventListener('click', () => (this.timer ? this.stop() : this.start()));
    this.moment = element('span', 'moment');
    this.replay = element('span', 'replay', this.play, this.slider);
    const head = element('div', 'head', element('h3', 'title', texts.title), this.replay, this.moment);
    this.digits = new Tiles(texts.eight, 'eight', texts);
    this.mistakes = new Tiles(texts.mistakes, 'six', texts);
    this.weights = new Weights(texts);
    this.map = new DigitMap(texts);
    const groups = element('div', 'groups', this.digits.root, this.mistakes.root, this.weights.root);
    this.root = element('div', 'learning', head, element('div', 'parts', groups, this.map.root), fold(about));
    this.timer = 0;
    this.at = 0;
    this.shown = '';
    /** @type {Data | undefined} */
    this.data = undefined;
  }

  /** @param {Data} data */
  show(data) {
    this.data = data;
    const kept = data.looks.findIndex(look => look.epochs === data.kept);
    const places = new Map(data.places.map((image, place) => [image, place]));
    this.sheet = {url: data.sheet, rows: data.rows, truths: data.truths, places};
    this.slider.max = `${data.looks.length - 1}`;
    this.replay.hidden = data.live || data.looks.length < 2;
    const shown = `${data.id} ${data.live}`;
    if (data.live || shown !== this.shown) {
      this.stop();
      this.go(data.live || kept < 0 ? data.looks.length - 1 : kept);
    } else this.go(this.at);
    this.shown = shown;
  }

  /** Show the look of that number. @param {number} number */
  go(number) {
    if (!this.data || !this.sheet) return;
    const {looks, digits, epochs, kept, live, truths} = this.data;
    this.at = number;
    this.slider.value = `${number}`;
    const look = looks[number];
    const {texts} = this;
    const moment = {epoch: look ? rounded(look.epochs, texts) : '', epochs};
    const words = look ? fill(texts.moment, moment) : texts.not_begun;
    const early = !live && look?.epochs === kept && number < looks.length - 1;
    say(this.moment, early ? fill(texts.kept, moment) : words);
    const right = look?.digits.filter(([image, digit]) => digit === Number(truths[image])).length ?? 0;
    const score = {moment: words, right, count: digits.length};
    this.slider.setAttribute('aria-valuetext', fill(texts.right_at, score));
    this.digits.show(this.sheet, digits, look?.digits ?? [], look ? fill(texts.right, score) : '');
    const wrong = look?.mistakes ?? [];
    const images = wrong.map(([image]) => image);
    const among = {count: look?.points ? texts.many : texts.few};
    this.mistakes.show(this.sheet, images, wrong, fill(wrong.length ? texts.among : texts.none_among, among));
    this.mistakes.root.hidden = !look;
    const before = looks.slice(0, number + 1).reverse();
    this.weights.show(before.find(one => one.pictures)?.pictures);
    this.map.show(before.find(one => one.points)?.points, truths);
  }

  start() {
    if (!this.data) return;
    const last = this.data.looks.length - 1;
    this.go(this.at >= last ? 0 : this.at + 1);
    this.timer = setInterval(() => {
      if (this.at >= last || !this.root.isConnected) this.stop();
      else this.go(this.at + 1);
    }, STEP);
    this.name();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.name();
  }

  name() {
    say(this.play, this.timer ? '❚❚' : '▶');
    this.play.setAttribute('aria-label', this.timer ? this.texts.stop : this.texts.play);
  }
}

export default component(
  /** @param {{data: Data, parentElement: ParentNode}} call */ ({data, parentElement}) =>
    put(parentElement, new Learning(data)),
  (learning, {data}) => learning.show(data),
);
