// A table of numbers whose ground says how large they are. Each cell that has runs is a button; while a sweep goes on,
// cells change in place, so that focus and scrolling stay.

import {component, put} from './component.js';
import {fill} from './texts.js';

/**
 * @typedef {object} Cell
 * @property {string} text
 * @property {number | null} shade how much of its hue it has, 0 to 1; null where there is nothing
 * @property {'calm' | 'warm'} hue
 * @property {string} says the cell in words
 * @property {'done' | 'part' | 'running' | 'missing' | 'diverged'} state
 * @property {boolean} best
 *
 * @typedef {object} Data
 * @property {string} caption
 * @property {string} across what the columns are, "" where their names say it
 * @property {string} down what the rows are
 * @property {string[]} columns
 * @property {string[]} rows
 * @property {Cell[][]} cells
 * @property {[number, number] | null} open the cell whose runs are shown
 * @property {{from: string, to: string, hue: string} | null} legend
 * @property {import('./texts.js').Texts} texts
 * @typedef {(name: string, value: unknown) => void} Tell
 */

/** @param {string} tag @param {string} className @param {(Node | string)[]} children */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

class HeatMap {
  constructor() {
    this.caption = element('caption', '');
    this.head = element('thead', '');
    this.body = element('tbody', '');
    this.table = element('table', '', this.caption, this.head, this.body);
    this.legend = element('p', 'legend');
    this.root = element('div', 'heat-map', element('div', 'scroll', this.table), this.legend);
    this.frame = '';
    /** @type {HTMLButtonElement[][]} */
    this.buttons = [];
    /** @type {Tell} */
    this.tell = () => {};
  }

  /** @param {Data} data @param {Tell} tell */
  show(data, tell) {
    this.tell = tell;
    const frame = JSON.stringify([data.across, data.down, data.columns, data.rows]);
    if (frame !== this.frame) this.build(data);
    this.frame = frame;
    this.caption.textContent = data.caption;
    data.cells.forEach((row, i) => {
      row.forEach((cell, j) => {
        paint(this.buttons[i][j], cell, data, data.open?.[0] === i && data.open?.[1] === j);
      });
    });
    this.legend.hidden = !data.legend;
    if (data.legend) {
      const ramp = element('span', `ramp ${data.legend.hue}`);
      this.legend.replaceChildren(data.legend.from, ramp, data.legend.to);
    }
  }

  /** @param {Data} data */
  build({across, down, columns, rows}) {
    const corner = element('th', 'corner', down);
    corner.setAttribute('scope', 'col');
    const names = element('tr', '', corner, ...columns.map(name => heading(name, 'col')));
    const title = element('th', 'across', across);
    title.setAttribute('colspan', `${columns.length}`);
    title.setAttribute('scope', 'colgroup');
    this.head.replaceChildren(...(across ? [element('tr', '', element('td', ''), title)] : []), names);
    this.buttons = rows.map((_, i) => columns.map((_, j) => this.button(i, j)));
    const lines = rows.map((name, i) =>
      element('tr', '', heading(name, 'row'), ...this.buttons[i].map(button => element('td', '', button))),
    );
    this.body.replaceChildren(...lines);
  }

  /** @param {number} row @param {number} column */
  button(row, column) {
    const made = document.createElement('button');
    made.type = 'button';
    made.onclick = () => this.tell('cell', [row, column]);
    made.onkeydown = event => this.step(event, row, column);
    return made;
  }

  /** Arrow keys go from cell to cell, as in a table of a spreadsheet. @param {KeyboardEvent} event @param {number} row @param {number} column */
  step(event, row, column) {
    const [down, right] =
      {ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1]}[event.key] ?? [];
    if (down === undefined || right === undefined) return;
    const next = this.buttons[row + down]?.[column + right];
    if (next) next.focus();
    event.preventDefault();
  }
}

/** @param {string} name @param {string} scope */
function heading(name, scope) {
  const made = element('th', '', name);
  made.setAttribute('scope', scope);
  return made;
}

/** @param {HTMLButtonElement} button @param {Cell} cell @param {Data} data @param {boolean} isOpen */
function paint(button, cell, data, isOpen) {
  button.className = `${cell.state} ${cell.hue}${cell.best ? ' best' : ''}`;
  button.style.setProperty('--shade', `${Math.round(100 * (cell.shade ?? 0))}%`);
  if (button.textContent !== cell.text) button.textContent = cell.text;
  const says = cell.best ? fill(data.texts.best, {says: cell.says}) : cell.says;
  button.setAttribute('aria-label', says);
  button.title = says;
  button.setAttribute('aria-expanded', `${isOpen}`);
}

export default component(
  /** @param {{data: Data, parentElement: ParentNode, setTriggerValue: Tell}} call */ ({parentElement}) =>
    put(parentElement, new HeatMap()),
  (map, {data, setTriggerValue}) => map.show(data, setTriggerValue),
);
