// Follows the pen on the canvas, which is another component, and hands every position to the engine.

import {component} from '../component.js';
import {getEngine} from './engine.js';

const MOUSE_AFTER_TOUCH = 700; // milliseconds in which a mouse event is the browser's repetition of a touch

/**
 * @typedef {{strokes: number[][][], version: string, way: 'strokes' | 'shrinking', pictures: number[][], apart: number,
 *   geometry: import('./engine.js').Geometry}} Data
 */

export default component(
  /** @param {{data: Data, parentElement: ParentNode}} _ */ _ => listen(),
  (_, {data}) => {
    const engine = getEngine();
    engine.setGeometry(data.geometry);
    engine.setWay(data.way);
    engine.setStrokes(data.strokes, data.version);
    engine.setPictures(data.pictures, data.apart);
  },
  end => end(),
);

/** Hear the same events as Fabric.js, so that both see the same positions; return what ends it. */
function listen() {
  const engine = getEngine();
  /** @type {HTMLElement | null} that the pen is down on */
  let canvas = null;
  let lastTouch = -Infinity;

  /** In the canvas' own pixels, whatever size it is shown at. @param {{clientX: number, clientY: number}} point */
  const position = ({clientX, clientY}) => {
    const box = /** @type {HTMLElement} */ (canvas).getBoundingClientRect();
    const side = engine.geometry.width * engine.geometry.fineness;
    // In the order in which Fabric.js computes it: a last bit that differs may round another pixel's way.
    return [(clientX - box.left) * (side / box.width), (clientY - box.top) * (side / box.height)];
  };
  /** @param {Event} event @param {{clientX: number, clientY: number}} point */
  const begin = (event, point) => {
    const path = event.composedPath();
    const hit = path.find(node => node instanceof HTMLElement && node.matches('.upper-canvas'));
    canvas = /** @type {HTMLElement | null} */ (hit ?? null);
    if (canvas) engine.beginStroke(position(point));
  };
  const end = () => {
    canvas = null;
    engine.endStroke();
  };
  const repeated = () => performance.now() - lastTouch < MOUSE_AFTER_TOUCH;

  /** @type {Record<string, (event: any) => void>} */
  const heard = {
    mousedown: event => event.button === 0 && !repeated() && begin(event, event),
    mousemove: event => canvas && !repeated() && engine.continueStroke(position(event), event.shiftKey),
    mouseup: event => event.button === 0 && !repeated() && end(),
    touchstart: event => {
      lastTouch = performance.now();
      if (event.touches.length === 1) begin(event, event.changedTouches[0]);
    },
    touchmove: event => canvas && engine.continueStroke(position(event.changedTouches[0]), false),
    touchend: event => {
      lastTouch = performance.now();
      if (!event.touches.length) end();
    },
    touchcancel: end,
  };
  for (const [name, hear] of Object.entries(heard)) {
    document.addEventListener(name, hear, {capture: true, passive: true});
  }
  return () => {
    for (const [name, hear] of Object.entries(heard)) document.removeEventListener(name, hear, {capture: true});
  };
}
