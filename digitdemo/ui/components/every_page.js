// What every page does in the browser beside what Streamlit does: it replaces its own address, lets a swipe on a chart
// scroll, reads out news, says which language it is in, and keeps the visit's key.

import {isRefused, otherKey} from './visit_cookie.js';

const DONE = Symbol.for('digitdemo.every_page');

/**
 * @typedef {object} Component
 * @property {HTMLElement | ShadowRoot} parentElement
 * @property {{page: string, leadsOn: string[], news: string, language: string, cookie: Cookie}} data
 * @property {(name: string, value: unknown) => void} setStateValue
 */

/** @typedef {import('./visit_cookie.js').Cookie} Cookie */

/** @param {Component} component */
export default function ({parentElement, data, setStateValue}) {
  document.documentElement.lang = data.language; // before what is read out
  hide(parentElement);
  tell(data.news);
  const held = otherKey(data.cookie);
  if (held) setStateValue('held', held);
  if (isRefused(data.cookie)) setStateValue('refused', true);
  if (!(DONE in document)) {
    Object.assign(document, {[DONE]: true});
    replaceOwnAddress(data.leadsOn);
    leaveTouchesToTheBrowser();
  }
  if (onlyLeadsOn(data.leadsOn)) setStateValue('ready', true); // for the address that replaces this one
}

/**
 * Take this component, which shows nothing, out of the page's rows: it would leave a gap.
 * @param {HTMLElement | ShadowRoot} inside
 */
function hide(inside) {
  const root = inside.getRootNode();
  const host = root instanceof ShadowRoot ? root.host : /** @type {Element} */ (inside);
  /** @type {HTMLElement | null} */
  const row = host.closest('[data-testid=stElementContainer]');
  if (row) row.style.display = 'none';
}

/**
 * Let a screen reader say this, once: in a place of its own, as Streamlit makes the rows of a page anew.
 * @param {string} news
 */
function tell(news) {
  let place = document.getElementById('digitdemo-news');
  if (!place) {
    place = document.createElement('div');
    place.id = 'digitdemo-news';
    place.setAttribute('role', 'status');
    place.style.cssText = 'position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)';
    document.body.append(place);
  }
  if (place.textContent !== news) place.textContent = news;
}

/**
 * Streamlit adds an entry to the history whenever a page changes what stands behind the "?" of its address: after three
 * knobs it took four steps back to leave the page. Here such a change replaces the entry; another page adds one, unless
 * the old one only leads on to it: whoever came back to that would not get any farther back. Another lesson counts as
 * another page.
 * @param {string[]} leadsOn
 */
function replaceOwnAddress(leadsOn) {
  const push = history.pushState;
  history.pushState = (state, unused, url) => {
    const samePage = url && placeOf(new URL(url, location.href)) === placeOf(new URL(location.href));
    return samePage || onlyLeadsOn(leadsOn)
      ? history.replaceState(state, unused, url)
      : push.call(history, state, unused, url);
  };
}

/** @param {URL} url */
function placeOf(url) {
  return [url.pathname, url.searchParams.get('lesson'), url.searchParams.get('print')].join(' ');
}

/** @param {string[]} leadsOn the last parts of such addresses */
function onlyLeadsOn(leadsOn) {
  return leadsOn.includes(location.pathname.split('/').at(-1) ?? '');
}

/**
 * Plotly takes touches for itself: it chooses the point that the mouse has moved over last, so that a first tap chooses
 * nothing and the next one what the first was on; and a swipe that begins on a chart does not scroll. Without the
 * touches the browser makes mouse events of a tap, which Plotly reads as it should.
 */
function leaveTouchesToTheBrowser() {
  /** @param {TouchEvent} event */
  const hideFromPlotly = event => {
    if (event.target instanceof Element && event.target.closest('.js-plotly-plot')) event.stopPropagation();
  };
  document.addEventListener('touchstart', hideFromPlotly, {capture: true, passive: true});
}
