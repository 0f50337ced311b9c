// Boxes on the picture that lies on the canvas: of what was taken and what was left out. While a visitor chooses, a box
// is drawn by dragging, or by two clicks on its corners; with the keyboard, its four edges are sliders.

import {component, put} from './component.js';

/** @typedef {[number, number, number, number]} Box left, top, right, bottom, in pixels of the picture */
/**
 * @typedef {object} Data
 * @property {[number, number]} size of the picture: width, height
 * @property {Box[]} taken
 * @property {Box[]} leftOut
 * @property {Box | null} box that the visitor has drawn
 * @property {boolean} choosing
 * @property {Record<string, string>} texts
 * @typedef {(name: string, value: unknown) => void} Tell
 */

const SVG = 'http://www.w3.org/2000/svg';
const ROOM = 0.015; // of the picture's longer side between a digit and its box
const MANY = 12; // dashed boxes; more are without a rim, or they hide the picture
const LEAST = 0.02; // of the picture's longer side: what is drawn shorter is a click
const STEPS = 100; // of a slider, from one side of the picture to the other
const REST = 350; // milliseconds after the last key until the box is told
const EDGES = ['left', 'top', 'right', 'bottom'];

/** @param {string} name @param {Record<string, string | number>} attributes */
function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, `${value}`);
  return made;
}

/** @param {string} kind @param {Box} box */
function rectangle(kind, [left, top, right, bottom]) {
  return shape('rect', {class: kind, x: left, y: top, width: right - left, height: bottom - top});
}

class Boxes {
  constructor() {
    this.root = document.createElement('div');
    this.root.className = 'picture-box';
    this.svg = shape('svg', {'aria-hidden': 'true'});
    this.fieldset = document.createElement('fieldset');
    this.sliders = EDGES.map(() => document.createElement('input'));
    for (const slider of this.sliders) {
      slider.type = 'range';
      slider.oninput = () => this.slide(slider);
      slider.onfocus = slider.onblur = () => this.paint();
    }
    this.fieldset.append(...this.sliders);
    this.root.append(this.svg, this.fieldset);
    this.root.onpointerdown = event => this.press(event);
    this.root.onpointermove = event => this.drag(event);
    this.root.onpointerup = event => this.release(event);
    this.root.onpointercancel = () => this.forget();
    /** @type {Data | null} */
    this.data = null;
    /** @type {Box | null} as it is on the screen: the server's, or one that is being drawn */
    this.box = null;
    /** @type {number[] | null} the corner that is drawn from */
    this.corner = null;
    this.isDown = false;
    this.rest = 0;
    /** @type {Tell} */
    this.tell = () => {};
  }

  /** @param {Data} data @param {Tell} tell */
  show(data, tell) {
    const isOther = JSON.stringify(data) !== JSON.stringify(this.data);
    this.tell = tell;
    if (!isOther) return; // the page was made anew, and a box may be half drawn
    this.data = data;
    this.box = data.box;
    this.forget();
  }

  forget() {
    this.isDown = false;
    this.corner = null;
    this.paint();
  }

  /** Where the pointer is in the picture, which fills its place in one direction only. @param {PointerEvent} event */
  position({clientX, clientY}) {
    const [width, height] = /** @type {Data} */ (this.data).size;
    const place = this.root.getBoundingClientRect();
    const scale = Math.min(place.width / width, place.height / height);
    const x = (clientX - place.left - (place.width - width * scale) / 2) / scale;
    const y = (clientY - place.top - (place.height - height * scale) / 2) / scale;
    return [Math.round(Math.min(Math.max(x, 0), width)), Math.round(Math.min(Math.max(y, 0), height))];
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (!this.data?.choosing || !event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    this.root.setPointerCapture(event.pointerId);
    this.isDown = true;
    if (this.corner) this.stretch(event);
    else this.corner = this.position(event);
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (event.isPrimary && this.corner) this.stretch(event);
  }

  /** Make the box reach from its first corner to the pointer. @param {PointerEvent} event */
  stretch(event) {
    const [[x, y], [toX, toY]] = [/** @type {number[]} */ (this.corner), this.position(event)];
    this.box = [Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY)];
    this.paint();
  }

  /** @param {PointerEvent} event */
  release(event) {
    if (!this.isDown || !event.isPrimary) return;
    this.isDown = false;
    const {size} = /** @type {Data} */ (this.data);
    const [left, top, right, bottom] = this.box ?? [0, 0, 0, 0];
    const isClick = Math.min(right - left, bottom - top) < LEAST * Math.max(...size);
    const [x, y] = this.position(event);
    const stays = this.corner && Math.hypot(x - this.corner[0], y - this.corner[1]) < LEAST * Math.max(...size);
    if (stays || isClick) return; // the first corner; the next click is on the other one
    this.corner = null;
    this.tell('box', this.box);
  }

  /** The box that the sliders begin with: around what was taken. @returns {Box} */
  around() {
    const {box, taken, size} = /** @type {Data} */ (this.data);
    if (this.box ?? box) return /** @type {Box} */ (this.box ?? box);
    if (!taken.length) return [0, 0, ...size];
    const sides = EDGES.map((_, side) => taken.map(one => one[side]));
    return [Math.min(...sides[0]), Math.min(...sides[1]), Math.max(...sides[2]), Math.max(...sides[3])];
  }

  /** @param {HTMLInputElement} slider */
  slide(slider) {
    const side = this.sliders.indexOf(slider);
    const box = /** @type {Box} */ ([...this.around()]);
    const opposite = box[(side + 2) % 4];
    box[side] = side < 2 ? Math.min(slider.valueAsNumber, opposite - 1) : Math.max(slider.valueAsNumber, opposite + 1);
    this.box = box;
    this.corner = null;
    this.paint();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.tell('box', this.box), REST);
  }

  paint() {
    if (!this.data) return;
    const {size, taken, leftOut, choosing, texts} = this.data;
    const [width, height] = size;
    this.root.classList.toggle('choosing', choosing);
    this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const room = ROOM * Math.max(...size);
    const solid = choosing && this.box ? [this.box] : taken.map(box => wider(box, room));
    const shapes = solid.flatMap(box => [rectangle('rim', box), rectangle('taken', box)]);
    if (!choosing) {
      const dashed = leftOut.map(box => wider(box, room / 2));
      const rims = dashed.length > MANY ? [] : dashed.map(box => rectangle('thin rim', box));
      shapes.unshift(...rims, ...dashed.map(box => rectangle('left-out', box)));
    }
    if (choosing && this.box) shapes.unshift(shade(size, this.box));
    const side = this.sliders.findIndex(slider => slider.matches(':focus'));
    if (choosing && side >= 0) shapes.push(edge(this.around(), side));
    this.svg.replaceChildren(...shapes);
    this.fieldset.hidden = !choosing;
    if (!choosing) return;
    this.fieldset.setAttribute('aria-label', texts.group);
    const now = this.around();
    this.sliders.forEach((slider, place) => {
      const most = place % 2 ? height : width;
      slider.min = '0';
      slider.max = `${most}`;
      slider.step = `${Math.max(1, Math.round(most / STEPS))}`;
      slider.value = `${now[place]}`;
      slider.setAttribute('aria-label', texts[EDGES[place]]);
    });
  }
}

/** @param {Box} box @param {number} room @returns {Box} */
function wider([left, top, right, bottom], room) {
  return [left - room, top - room, right + room, bottom + room];
}

/** What is not in the box is darker. @param {[number, number]} size @param {Box} box */
function shade([width, height], [left, top, right, bottom]) {
  const d = `M0 0H${width}V${height}H0Z M${left} ${top}V${bottom}H${right}V${top}Z`;
  return shape('path', {class: 'shade', d});
}

/** @param {Box} box @param {number} side */
function edge([left, top, right, bottom], side) {
  const [x1, y1, x2, y2] = [
    [left, top, left, bottom],
    [left, top, right, top],
    [right, top, right, bottom],
    [left, bottom, right, bottom],
  ][side];
  return shape('line', {class: 'edge', x1, y1, x2, y2});
}

export default component(
  /** @param {{data: Data, parentElement: ParentNode, setTriggerValue: Tell}} call */ ({parentElement}) =>
    put(parentElement, new Boxes()),
  (boxes, {data, setTriggerValue}) => boxes.show(data, setTriggerValue),
);
