// A link to hand on: a field with its text, a button that copies it, and its QR code.

import {component, put} from './component.js';

/**
 * @typedef {object} Data
 * @property {string} url
 * @property {string[]} code rows of the QR code, '1' where it is dark; none for no code
 * @property {{label: string, copy: string, copied: string, code: string}} texts
 */

const SVG = 'http://www.w3.org/2000/svg';
const SHOWN_FOR = 3000; // milliseconds in which the button says that it has copied
const MARGIN = 4; // of white around a code, in its own units: the least that cameras are promised

class Link {
  constructor() {
    this.field = document.createElement('input');
    this.field.readOnly = true;
    this.field.addEventListener('focus', () => this.field.select());
    this.button = document.createElement('button');
    this.button.type = 'button';
    this.button.addEventListener('click', () => this.copy());
    this.said = document.createElement('span');
    this.said.className = 'said';
    this.said.setAttribute('role', 'status');
    const row = document.createElement('div');
    row.className = 'row';
    row.append(this.field, this.button, this.said);
    this.code = document.createElementNS(SVG, 'svg');
    this.code.setAttribute('role', 'img');
    this.dark = document.createElementNS(SVG, 'path');
    this.code.append(this.dark);
    this.root = document.createElement('div');
    this.root.className = 'link';
    this.root.append(row, this.code);
  }

  /** @param {Data} data */
  show({url, code, texts}) {
    this.texts = texts;
    this.field.value = url;
    this.field.setAttribute('aria-label', texts.label);
    this.say(false);
    this.code.setAttribute('aria-label', texts.code);
    this.code.toggleAttribute('hidden', !code.length);
    const side = code.length + 2 * MARGIN;
    this.code.setAttribute('viewBox', `0 0 ${side} ${side}`);
    this.dark.setAttribute('d', code.map(squares).join(''));
  }

  async copy() {
    await copyText(this.field);
    this.say(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(false), SHOWN_FOR);
  }

  /** @param {boolean} copied */
  say(copied) {
    this.button.textContent = (copied ? this.texts?.copied : this.texts?.copy) ?? '';
    this.said.textContent = copied ? this.button.textContent : '';
  }
}

/** The dark squares of a row of a code, as a path. @param {string} row @param {number} y */
function squares(row, y) {
  return [...row].map((dark, x) => (dark === '1' ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : '')).join('');
}

/** Copy what a field says; browsers have a clipboard only on pages by https. @param {HTMLInputElement} field */
async function copyText(field) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.focus();
    field.select();
    document.execCommand('copy');
  }
}

export default component(
  /** @param {{data: Data, parentElement: ParentNode}} call */ ({parentElement}) => put(parentElement, new Link()),
  (link, {data}) => link.show(data),
);
