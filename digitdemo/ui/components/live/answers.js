// The models' answers: a numeral for what most say, and a row a model. The server's are shown as soon as they are about
// the drawing as it is; until then the page's own networks answer, on every frame, and what they say is marked as such.

import {component, put} from '../component.js';
import {fill} from '../texts.js';
import {listenToEngine} from './page_engine.js';
import {element, RowView, say} from './rows.js';

/**
 * @typedef {import('./engine.js').State} State
 * @typedef {import('./engine.js').Reading} Reading
 * @typedef {import('./rows.js').Answer} Answer
 * @typedef {import('./rows.js').Row} Row
 * @typedef {{numeral: string, headline: string, detail: string}} Words
 * @typedef {object} Data
 * @property {Row[]} rows
 * @property {Record<string, Answer>} answers the server's, by the model's id
 * @property {Words} words about the server's answers, or what stands there while there are none
 * @property {Words} empty what stands there while nothing is drawn
 * @property {number} strokes that the server's answers are about
 * @property {string} version of the drawing that those strokes belong to
 * @property {import('../texts.js').Texts} texts
 */

const MANY = 6; // rows that a laptop's screen has room for beside all else

// A server that has not answered for so long, or counts a drawing's strokes otherwise, has the last word all the same.
const PATIENCE = 3000; // milliseconds after the last change

class AnswersView {
  constructor() {
    this.numeral = element('div', 'numeral');
    this.numeral.setAttribute('aria-hidden', 'true');
    this.headline = element('h2', 'headline');
    this.detail = element('p', 'detail');
    // Said aloud is the server's answer only, not each frame's.
    this.aloud = element('div', 'aloud');
    this.aloud.setAttribute('role', 'status');
    this.own = element('ul', 'rows');
    this.title = element('p', 'group');
    this.others = element('ul', 'rows');
    const most = element('div', 'most', this.numeral, element('div', 'words', this.headline, this.detail));
    this.root = element('div', 'answers', most, this.aloud, this.own, this.title, this.others);
    this.root.addEventListener('keydown', event => this.walk(event));
    this.root.addEventListener('focusin', () => this.letOneBeReached());
    /** @type {Map<string, RowView>} */
    this.rows = new Map();
    /** @type {Data | null} */
    this.data = null;
    /** @type {State | null} */
    this.state = null;
    this.patience = 0;
    this.isOverdue = false;
    this.leave = listenToEngine(state => this.hear(state));
  }

  end() {
    this.leave();
    this.root.remove();
  }

  /** @param {Data} data */
  take(data) {
    this.data = data;
    for (const [id, view] of this.rows) {
      if (data.rows.some(row => row.id === id)) continue;
      view.root.remove();
      this.rows.delete(id);
    }
    for (const row of data.rows) if (!this.rows.has(row.id)) this.rows.set(row.id, new RowView());
    this.place(
      this.own,
      data.rows.filter(row => row.own),
    );
    this.place(
      this.others,
      data.rows.filter(row => !row.own),
    );
    this.root.classList.toggle('many', data.rows.length > MANY);
    this.own.hidden = !this.own.children.length;
    this.title.hidden = this.own.hidden || !this.others.children.length;
    say(this.title, data.texts.others);
    say(this.aloud, `${data.words.headline}. ${data.words.detail}`);
    this.show();
  }

  /** @param {State} state */
  hear(state) {
    this.state = state;
    this.show();
  }

  /** Whether the server's answers are about another drawing than the one that is there. */
  isBehind() {
    const {state, data} = this;
    if (!state || !data) return false;
    return state.provisional || state.version !== data.version || state.strokeCount !== data.strokes;
  }

  /** Whether what the page's own networks read is shown. Once it is, wait for the server for a while. */
  isLive() {
    clearTimeout(this.patience);
    if (!this.isBehind()) {
      this.isOverdue = false;
    } else if (this.state?.provisional) {
      this.isOverdue = false; // a pen may rest on the paper as long as it likes
      return true;
    } else if (!this.isOverdue) {
      this.patience = setTimeout(() => {
        this.isOverdue = true;
        this.show();
      }, PATIENCE);
      return true;
    }
    return false;
  }

  show() {
    const {state, data} = this;
    if (!data) return;
    const isLive = this.isLive();
    const live = state?.answers ?? {};
    const cleared = isLive && !state?.image;
    let places = 1;
    for (const row of data.rows) {
      const answer = isLive ? ofAll(live[row.id]) : (data.answers[row.id] ?? ofAll(live[row.id]));
      const last = cleared ? undefined : data.answers[row.id];
      const shown = answer ?? last;
      this.rows.get(row.id)?.show(row, shown, isLive && !answer, data.texts);
      places = Math.max(places, shown?.reading?.split(' ').length ?? 1);
    }
    this.root.style.setProperty('--places', String(places));
    const words = cleared ? data.empty : isLive ? liveWords(data, /** @type {State} */ (state)) : data.words;
    this.root.classList.toggle('provisional', isLive && !cleared);
    say(this.numeral, words.numeral);
    say(this.headline, words.headline);
    say(this.detail, words.detail);
    this.letOneBeReached();
  }

  /**
   * Put the rows in their order, moving only those that stand elsewhere: a row that is moved loses the focus.
   *
   * @param {HTMLElement} list
   * @param {Row[]} rows
   */
  place(list, rows) {
    rows.forEach((row, place) => {
      const root = /** @type {RowView} */ (this.rows.get(row.id)).root;
      if (list.children[place] !== root) list.insertBefore(root, list.children[place] ?? null);
    });
  }

  /** @returns {HTMLButtonElement[]} the rows that have an answer, from the top */
  reachable() {
    const rows = /** @type {HTMLButtonElement[]} */ (Array.from(this.root.querySelectorAll('button.row')));
    return rows.filter(row => !row.disabled);
  }

  /** Tab reaches one row, the one that was reached last; the arrows go from there to the others. */
  letOneBeReached() {
    const rows = this.reachable();
    const focused = rows.find(row => row.matches(':focus')) ?? rows.find(row => row.tabIndex === 0) ?? rows[0];
    for (const row of rows) row.tabIndex = row === focused ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (!step) return;
    const rows = this.reachable();
    rows[rows.findIndex(row => row.matches(':focus')) + step]?.focus();
    event.preventDefault();
  }
}

/**
 * What the page's own networks say together.
 *
 * @param {Data} data
 * @param {State} state
 * @returns {Words}
 */
function liveWords({rows, texts}, state) {
  const read = rows.flatMap(({id}) => (id !== 'yours' && state.answers[id] ? [state.answers[id].each] : []));
  if (!read.length) return {numeral: '…', headline: texts.reading, detail: ''};
  const places = read[0].map((_, place) => place);
  const most = places.map(place => mostRead(read.map(each => each[place])));
  const agreeing = read.filter(each => places.every(place => each[place].digit === most[place])).length;
  const numeral = most.join(' ');
  const said = most.length === 1 ? texts.so_far : most.length === 2 ? texts.two : texts.more;
  return {
    numeral,
    headline: fill(said, {digit: numeral, count: most.length}),
    detail: fill(texts.agreeing, {count: agreeing, models: read.length}),
  };
}

/** The digit that most models read; of two with as many, the one they give more probability. @param {Reading[]} readings of one digit */
function mostRead(readings) {
  const digits = Array.from({length: 10}, () => ({count: 0, sum: 0}));
  for (const {digit, probabilities} of readings) {
    digits[digit].count += 1;
    for (const [other, share] of probabilities.entries()) digits[other].sum += share;
  }
  const order = digits
    .map((_, digit) => digit)
    .sort((a, b) => digits[b].count - digits[a].count || digits[b].sum - digits[a].sum);
  return order[0];
}

/** What a row shows of an answer to one digit or several. @param {import('./engine.js').LiveAnswer | undefined} answer @returns {Answer | undefined} */
function ofAll(answer) {
  if (!answer) return undefined;
  const least = answer.each.reduce((one, other) => (sureness(other) < sureness(one) ? other : one));
  return {...least, reading: answer.each.map(({digit}) => digit).join(' ')};
}

/** @param {Reading} reading */
const sureness = ({digit, probabilities}) => probabilities[digit];

export default component(
  /** @param {{data: Data, parentElement: ParentNode}} call */ ({parentElement}) =>
    put(parentElement, new AnswersView()),
  (view, {data}) => view.take(data),
  view => view.end(),
);
