// What the drawing component offers no argument for. Its shadow root is open: a style in it makes the canvas as large as
// its place and hides the toolbar (a second Undo and Clear, and handles that turn strokes). It sends a drawing 200 ms
// after the pen is up; a click on the toolbar's button that sends, hidden or not, makes it do so at once.
// A picture lies on the canvas until one draws on it.

import {component} from './component.js';

const SEND = '[aria-label="Update the app with this drawing"]';

const STYLE = `
  :host, .dc-root, .dc-scroll { width: 100%; }
  .dc-container, .canvas-container { width: 100% !important; height: auto !important; aspect-ratio: 1; }
  canvas { width: 100% !important; height: 100% !important; }
  .dc-canvas { outline: none; cursor: crosshair; }
  .dc-toolbar { display: none !important; }
`;

/** @typedef {{source: string, name: string}} Picture */
/** @typedef {{show: (picture: Picture | null) => void, end: () => void}} Script */
/** @typedef {{canvas: string, picture: Picture | null, label: string}} Data `canvas` selects the canvas' element */

export default component(
  /** @param {{data: Data, parentElement: HTMLElement}} call */ ({data, parentElement}) =>
    begin(parentElement, data.canvas, data.label),
  (script, {data}) => script.show(data.picture),
  script => script.end(),
);

/** @param {EventTarget} node */
const isCanvas = node => node instanceof Element && node.matches('.upper-canvas');

/** @param {HTMLElement} place @param {string} canvas @param {string} label @returns {Script} */
function begin(place, canvas, label) {
  const paper = /** @type {HTMLElement} */ (place.closest('.st-key-paper'));
  const image = /** @type {HTMLImageElement} */ (place.querySelector('img'));
  const shadow = () => paper.querySelector(`${canvas} [data-testid=stBidiComponentIsolated]`)?.shadowRoot;
  const ends = [dressed(paper, shadow)];
  paper.setAttribute('role', 'group');
  paper.setAttribute('aria-label', label);
  let drawing = false;

  /** @param {EventTarget} target @param {string} kind @param {(event: Event) => void} heed @param {boolean} [capture] */
  const listen = (target, kind, heed, capture = false) => {
    target.addEventListener(kind, heed, capture);
    ends.push(() => target.removeEventListener(kind, heed, capture));
  };
  listen(
    document,
    'pointerdown',
    event => {
      const way = event.composedPath();
      const {isPrimary, button} = /** @type {PointerEvent} */ (event);
      if (!isPrimary || button !== 0) return; // a second finger, another button: no strokes
      drawing = way.includes(paper) && way.some(isCanvas);
      if (drawing) image.hidden = true;
    },
    true,
  );
  const up = () => {
    if (!drawing) return;
    drawing = false;
    /** @type {HTMLElement | null | undefined} */ (shadow()?.querySelector(SEND))?.click();
  };
  // The component's own listeners, which take the stroke in, are the document's: the window's come right after them, and
  // before the next frame, which shows the stroke.
  listen(window, 'mouseup', up);
  listen(window, 'touchend', up);

  let shown = '';
  return {
    show(picture) {
      const source = picture?.source ?? '';
      if (source === shown) return; // the page was made anew, and one may have begun to draw on the picture
      shown = source;
      image.hidden = !picture;
      image.alt = picture?.name ?? '';
      image.src = source;
    },
    end() {
      for (const end of ends) end();
    },
  };
}

/**
 * Sees to it that the canvas' root has our style: it comes a moment after its element, and may come anew.
 * @param {HTMLElement} paper
 * @param {() => ShadowRoot | null | undefined} shadow
 */
function dressed(paper, shadow) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  let frame = 0;
  const dress = () => {
    const root = shadow();
    if (root && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    cancelAnimationFrame(frame);
    if (!root) frame = requestAnimationFrame(dress);
  };
  const observer = new MutationObserver(dress);
  observer.observe(paper, {childList: true, subtree: true});
  dress();
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
  };
}
