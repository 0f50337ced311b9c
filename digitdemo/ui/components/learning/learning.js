// What a model is learning, as pictures: now, while it trains, and afterwards at every moment that was kept.

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
 */

const STEP = 300; // milliseconds between two looks when it plays

/** @param {number} epochs */
const rounded = epochs => (Number.isInteger(epochs) ? `${epochs}` : Math.max(0.01, epochs).toFixed(2));

class Learning {
  /** @param {HTMLElement} about */
  constructor(about) {
    this.slider = document.createElement('input');
    this.slider.type = 'range';
    this.slider.min = '0';
    this.slider.setAttribute('aria-label', 'Epoch of the pictures');
    this.slider.addEventListener('input', () => {
      this.stop();
      this.go(Number(this.slider.value));
    });
    this.play = element('button', 'play');
    this.play.setAttribute('type', 'button');
    this.play.addEventListener('click', () => (this.timer ? this.stop() : this.start()));
    this.moment = element('span', 'moment');
    this.replay = element('span', 'replay', this.play, this.slider);
    const head = element('div', 'head', element('h3', 'title', 'What it is learning'), this.replay, this.moment);
    this.digits = new Tiles('Eight digits it has never seen', 'eight');
    this.mistakes = new Tiles('Surest mistakes now', 'six');
    this.weights = new Weights();
    this.map = new DigitMap();
    const groups = element('div', 'groups', this.digits.root, this.mistakes.root, this.weights.root);
    this.root = element('div', 'learning', head, element('div', 'parts', groups, this.map.root), about);
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
    const words = look ? `Epoch ${rounded(look.epochs)} of ${epochs}` : 'Not begun';
    const early = !live && look?.epochs === kept && number < looks.length - 1;
    say(this.moment, early ? `${words}, the one kept` : words);
    const right = look?.digits.filter(([image, digit]) => digit === Number(truths[image])).length ?? 0;
    this.slider.setAttribute('aria-valuetext', `${words}: ${right} of ${digits.length} right`);
    this.digits.show(this.sheet, digits, look?.digits ?? [], look ? `${right} of ${digits.length} right.` : '');
    const wrong = look?.mistakes ?? [];
    const images = wrong.map(([image]) => image);
    const among = look?.points ? '1,000' : '500';
    this.mistakes.show(this.sheet, images, wrong, `${wrong.length ? 'Of' : 'None of'} ${among} test digits.`);
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
    this.play.setAttribute('aria-label', this.timer ? 'Stop the replay' : 'Replay the training');
  }
}

/** @type {WeakMap<ParentNode, Learning>} */
const made = new WeakMap();

/** @param {{data: Data, parentElement: ParentNode}} component */
export default function ({data, parentElement}) {
  let learning = made.get(parentElement);
  if (!learning) {
    const about = parentElement.querySelector('details');
    if (!about) return;
    learning = new Learning(about);
    made.set(parentElement, learning);
    parentElement.append(learning.root);
  }
  learning.show(data);
}
