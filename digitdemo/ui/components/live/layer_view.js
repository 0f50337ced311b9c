// One layer of a network as a sheet of its maps, or units, each a button: a click silences it.

import {fill} from '../texts.js';
import {paintShade, sheet} from './paint.js';

/** @typedef {import('./network.js').ShownLayer} ShownLayer */
/** @typedef {(index: number, on: boolean) => void} Silence */

// Pixels of the page that a map is wide, about; a unit is one shade and needs less. A finger needs 24.
const WIDEST = 64;
const NARROWEST = 32;
const UNIT = 26;
const MANY = 16; // maps that are shown at the widest

export class LayerView {
  /**
   * @param {Pick<ShownLayer, 'name' | 'kind' | 'shape'>} layer
   * @param {import('../texts.js').Texts} texts
   * @param {Silence} silence
   */
  constructor({name, kind, shape}, texts, silence) {
    const [height, width, count] = shape;
    this.count = count;
    this.silence = silence;
    this.texts = texts;
    this.word = kind === 'maps' ? texts.map : texts.unit;
    const about = fill(kind === 'maps' ? texts.count_maps : texts.count_units, {count, height, width});
    const title = document.createElement('h3');
    title.textContent = name;
    title.append(Object.assign(document.createElement('span'), {textContent: ` ${about}`}));
    this.grid = document.createElement('div');
    this.grid.className = 'sheet';
    this.grid.role = 'group';
    this.grid.ariaLabel = `${name}, ${about}`;
    this.buttons = Array.from({length: count}, (_, index) => this.button(index));
    this.root = document.createElement('section');
    this.root.className = 'layer';
    this.root.append(title, this.grid);
    this.size = kind === 'maps' ? Math.max(NARROWEST, WIDEST / Math.sqrt(Math.max(1, count / MANY))) : UNIT;
    this.columns = 0;
    this.grid.onkeydown = event => this.walk(event);
  }

  /** @param {number} index */
  button(index) {
    const button = document.createElement('button');
    button.type = 'button';
    button.tabIndex = index ? -1 : 0; // the arrow keys go on from there
    button.onclick = () => this.silence(index, button.ariaPressed !== 'true');
    return button;
  }

  /** Fit the columns to the width that there is. @param {number} width pixels */
  fit(width) {
    const most = Math.min(this.count, Math.max(1, Math.floor(width / this.size)));
    // The last row of maps is full, too, if that takes no more than two of five columns away.
    let columns = most;
    while (this.count % columns && columns - 1 > 0.6 * most) columns--;
    if (this.count % columns || this.size === UNIT) columns = most;
    if (columns === this.columns) return;
    this.columns = columns;
    this.grid.style.setProperty('--columns', String(columns));
    this.grid.style.maxWidth = `${Math.round(1.3 * columns * this.size)}px`;
    this.paper = null;
  }

  /**
   * @param {ShownLayer | undefined} layer its values now, undefined where there is no drawing
   * @param {[number, number, number]} shape
   * @param {Set<number> | undefined} silenced
   */
  show(layer, [height, width, count], silenced) {
    if (!this.columns) return;
    const rows = Math.ceil(count / this.columns);
    if (!this.paper) {
      this.paper = sheet(this.columns * width, rows * height);
      const empty = Array.from({length: rows * this.columns - count}, () => document.createElement('span'));
      this.grid.replaceChildren(this.paper.canvas, ...this.buttons, ...empty);
    }
    const {pixels} = this.paper;
    const most = layer ? strongest(layer.values) : 1;
    for (let map = 0; map < count; map++) {
      const first = Math.floor(map / this.columns) * height * this.columns * width + (map % this.columns) * width;
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const value = layer ? layer.values[(y * width + x) * count + map] : 0;
          paintShade(pixels, first + y * this.columns * width + x, value / most);
        }
      }
    }
    this.paper.show();
    this.buttons.forEach((button, index) => {
      const off = silenced?.has(index) ?? false;
      if (button.ariaPressed === String(off)) return;
      button.ariaPressed = String(off);
      const part = fill(this.word, {number: index + 1});
      button.ariaLabel = fill(off ? this.texts.silenced : this.texts.click, {part});
      button.title = off ? button.ariaLabel : part;
    });
  }

  /** The arrow keys go from map to map. @param {KeyboardEvent} event */
  walk(event) {
    const steps = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.columns, ArrowDown: this.columns};
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    const from = this.buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const to = this.buttons[from + step];
    if (!step || !to) return;
    event.preventDefault();
    this.buttons[from].tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }
}

/** @param {Float64Array} values */
function strongest(values) {
  let most = 1e-9;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
