// One model's row: its digit, a bar, its share, and ten probabilities on hover, tap or focus.

import {fill, percent} from '../texts.js';

/**
 * @typedef {import('../texts.js').Texts} Texts
 * @typedef {{digit: number, probabilities: number[], reading?: string, words?: string}} Answer of several digits to the
 *   one that it is least sure of; `reading` is all of them
 * @typedef {{id: string, name: string, about: string, own: boolean, colour: string}} Row
 */

/**
 * @param {string} tag
 * @param {string} className
 * @param {Node[]} children
 */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/**
 * Set a text, but only another one: what reads a page aloud would say the same again.
 *
 * @param {Element} place
 * @param {string} text
 */
export function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/**
 * Return a probability in percent. No model is ever certain, whatever rounding says.
 *
 * @param {number} share
 * @param {Texts} texts
 */
function shareOf(share, texts) {
  return share >= 0.9995 ? texts.almost : percent(share, share >= 0.995 ? 1 : 0, texts);
}

export class RowView {
  constructor() {
    this.name = element('span', 'name');
    this.digit = element('span', 'digit');
    this.fill = element('span', 'fill');
    this.share = element('span', 'share');
    this.ten = Array.from({length: 10}, (_, digit) => {
      const fill = element('span', 'fill');
      const share = element('span', 'share');
      const label = element('span', 'label');
      say(label, String(digit));
      return {root: element('span', 'one', share, element('span', 'column', fill), label), fill, share};
    });
    this.about = element('p', 'about');
    this.which = element('p', 'which');
    const bar = element('span', 'bar', this.fill);
    this.button = /** @type {HTMLButtonElement} */ (element('button', 'row', this.name, this.digit, bar, this.share));
    this.button.type = 'button';
    this.button.tabIndex = -1;
    const panel = element('div', 'ten', this.which, ...this.ten.map(one => one.root), this.about);
    panel.setAttribute('aria-hidden', 'true'); // the button says it
    this.root = element('li', '', this.button, panel);
    this.button.onclick = () => this.root.classList.toggle('open');
    this.button.onblur = () => this.root.classList.remove('open', 'closed');
    this.button.onkeydown = ({key}) => {
      if (key !== 'Escape') return;
      this.root.classList.remove('open');
      this.root.classList.add('closed');
    };
  }

  /**
   * Show an answer, or none. A stale one is about a drawing that has changed since.
   *
   * @param {Row} row
   * @param {Answer | undefined} answer
   * @param {boolean} stale
   * @param {Texts} texts
   */
  show(row, answer, stale, texts) {
    this.root.style.setProperty('--colour', `var(--st-${row.colour}-text-color)`);
    this.root.classList.toggle('stale', stale);
    this.root.classList.toggle('own', row.own);
    say(this.name, row.name);
    say(this.about, row.about);
    const share = answer ? answer.probabilities[answer.digit] : 0;
    const reading = answer ? (answer.reading ?? String(answer.digit)) : '';
    say(this.digit, reading);
    const several = reading.length > 1;
    say(this.which, several && answer ? fill(texts.least_sure, {digit: answer.digit}) : '');
    say(this.share, answer ? shareOf(share, texts) : '');
    this.fill.style.transform = `scaleX(${share})`;
    this.button.disabled = !answer;
    this.ten.forEach((one, digit) => {
      const probability = answer?.probabilities[digit] ?? 0;
      one.fill.style.transform = `scaleY(${probability})`;
      say(one.share, shareOf(probability, texts));
      one.root.classList.toggle('first', digit === answer?.digit);
    });
    const all = answer?.probabilities
      .map((probability, digit) => `${digit}: ${shareOf(probability, texts)}`)
      .join(', ');
    const words = answer && (answer.words ?? `${reading}, ${shareOf(share, texts)}`);
    this.button.setAttribute('aria-label', answer ? `${row.name}: ${words}. ${all}` : row.name);
  }
}
