// The key of the visit, in a cookie of the app's own: it lasts as long as the visitor comes back, and goes nowhere else.

/** @typedef {{name: string, key: string, order: string, path: string, seconds: number}} Cookie */

const IS_KEY = /^[\w-]{43}$/; // as digitdemo/visitors/keys.py makes them
const KEPT = Symbol.for('digitdemo.visit');

/**
 * Sees to it that the browser keeps the visit's key, and returns the one that it has if that is another: then another tab
 * was there first. An `order` makes it take this one all the same, or, where `key` is "", have none.
 * @param {Cookie} told
 * @returns {string | null}
 */
export function otherKey(told) {
  const known = knownHere();
  const held = keyInCookie(told.name);
  const isOrder = told.order !== known.order;
  if (!isOrder && held && told.key && held !== told.key) return held;
  // One that was given before and is not there now was taken away by another tab, or by the visitor; or is refused.
  if (isOrder || known.key !== told.key) write(told);
  known.order = told.order;
  known.key = told.key;
  return null;
}

/** @returns {{key: string, order: string}} what this page was told last */
function knownHere() {
  const place = /** @type {Document & {[KEPT]?: {key: string, order: string}}} */ (document);
  place[KEPT] ??= {key: '', order: ''};
  return place[KEPT];
}

/**
 * Tells whether the browser keeps no cookies of this page, as some do for an app within another page.
 * @param {Cookie} told
 */
export function isRefused(told) {
  return Boolean(told.key) && !keyInCookie(told.name);
}

/** @param {string} name */
function keyInCookie(name) {
  const start = `${name}=`;
  const value = document.cookie.split('; ').find(each => each.startsWith(start));
  return value && IS_KEY.test(value.slice(start.length)) ? value.slice(start.length) : '';
}

/** @param {Cookie} cookie */
function write({name, key, path, seconds}) {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: browsers have the Cookie Store under https only
  document.cookie = `${name}=${key}; Path=${path}; Max-Age=${key ? seconds : 0}; SameSite=Lax${secure}`;
}
