// Where the scripts of a page find its engine. Scripts that only listen to it import this alone: their code goes to the
// browser with every answer, and the engine's is large.

/** @typedef {import('./engine.js').Engine} Engine @typedef {import('./engine.js').State} State */

const KEY = Symbol.for('digitdemo.engine');
const WAITING = Symbol.for('digitdemo.engine.waiting');

/** @type {{[KEY]?: Engine, [WAITING]?: Set<(engine: Engine) => void>}} */
const page = /** @type {object} */ (globalThis);

/** The page's only engine. @param {() => Engine} make makes it if there is none yet @returns {Engine} */
export function engineOfPage(make) {
  if (!page[KEY]) {
    page[KEY] = make();
    for (const begin of page[WAITING] ?? []) begin(page[KEY]);
    delete page[WAITING];
  }
  return page[KEY];
}

/** Hear of every state of the page's engine, once there is one. @param {(state: State) => void} listener @returns {() => void} ends it */
export function listenToEngine(listener) {
  if (page[KEY]) return page[KEY].subscribe(listener);
  let leave = () => {
    page[WAITING]?.delete(begin);
  };
  /** @param {Engine} engine */
  const begin = engine => {
    leave = engine.subscribe(listener);
  };
  page[WAITING] ??= new Set();
  page[WAITING].add(begin);
  return () => leave();
}
