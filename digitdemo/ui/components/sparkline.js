// A small line of test accuracies that grows while a model trains.

import {component, put} from './component.js';
import {decimal, fill, percent} from './texts.js';

/**
 * @typedef {object} Data
 * @property {number[][]} points [epoch, accuracy from 0 to 1]
 * @property {number} epochs
 * @property {string} words
 * @property {boolean} aloud whether a screen reader says the words
 * @property {import('./texts.js').Texts} texts
 */

const SVG = 'http://www.w3.org/2000/svg';
const HIGH = 100; // of the drawing's own units, each way

/** @param {number} share */
const digitsOf = share => (share > 0.985 ? 1 : 0);

/** @param {string} name @param {Record<string, string>} attributes */
function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

/** @param {string} tag @param {string} className @param {Node[]} children */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

class Sparkline {
  constructor() {
    this.line = shape('polyline', {class: 'line'});
    // One in ten digits is right by chance.
    const guessing = shape('line', {
      class: 'guessing',
      x1: '0',
      x2: `${HIGH}`,
      y1: `${0.9 * HIGH}`,
      y2: `${0.9 * HIGH}`,
    });
    const svg = shape('svg', {viewBox: `0 0 ${HIGH} ${HIGH}`, preserveAspectRatio: 'none', 'aria-hidden': 'true'});
    svg.append(guessing, this.line);
    this.dot = element('span', 'dot');
    this.chart = element('div', 'chart', svg, this.dot);
    this.chart.setAttribute('role', 'img');
    this.value = element('span', 'value');
    this.label = element('span', 'label');
    this.figure = element('div', 'figure', this.value, this.label);
    this.climb = element('div', 'climb', this.figure, this.chart);
    this.words = element('p', 'words');
    this.words.setAttribute('role', 'status');
    this.root = element('div', 'sparkline', this.climb, this.words);
  }

  /** @param {Data} data */
  show({points, epochs, words, aloud, texts}) {
    this.words.setAttribute('aria-live', aloud ? 'polite' : 'off'); // before they change
    if (this.words.textContent !== words) this.words.textContent = words;
    this.climb.hidden = !points.length;
    if (!points.length) return;
    const places = points.map(([epoch, accuracy]) => [(HIGH * epoch) / epochs, HIGH * (1 - accuracy)]);
    this.line.setAttribute('points', places.map(place => place.join(',')).join(' '));
    const [[, first], [epoch, last]] = [points[0], points[points.length - 1]];
    const [left, top] = places[places.length - 1];
    this.dot.style.left = `${left}%`;
    this.dot.style.top = `${top}%`;
    this.label.textContent = texts.label;
    this.value.textContent = percent(last, digitsOf(last), texts);
    const said = {
      first: percent(first, digitsOf(first), texts),
      last: this.value.textContent,
      done: decimal(epoch, 1, texts),
      epochs,
    };
    this.chart.setAttribute('aria-label', fill(texts.alt, said));
  }
}

export default component(
  /** @param {{data: Data, parentElement: ParentNode}} call */ ({parentElement}) => put(parentElement, new Sparkline()),
  (sparkline, {data}) => sparkline.show(data),
);
