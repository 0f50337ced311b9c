// A Plotly chart that is made once and then told what has changed: no node of it leaves the page, a zoom and the label
// at the mouse stay. Plotly is Streamlit's own, in a file that the browser keeps.

import {component, put} from './component.js';

/**
 * @typedef {{figure: string, alt: string, height: number, plotly: string | null, failure: string}} Data `figure` is
 *   Plotly's JSON, `plotly` the name of Streamlit's file, `failure` what is said if it cannot be drawn
 * @typedef {{type?: string, [option: string]: unknown}} Options
 * @typedef {{data: Options[], layout: Options}} Figure
 * @typedef {HTMLElement & {data?: Options[], _fullLayout?: object}} Plot
 * @typedef {object} Plotly
 * @property {(plot: Plot, data: Options[], layout: Options, config: Options) => Promise<unknown>} react
 * @property {(plot: Plot) => void} purge
 */

const CONFIG = {displaylogo: false, displayModeBar: false};
// With a transition, of no time, Plotly moves the points of a line; without one it removes the axes and draws anew.
const STEADY = {duration: 0};
const REM = 16; // pixels, where the page does not say
const AGAIN = [500, 2000, 8000]; // milliseconds after which what could not be drawn is tried once more

const page = /** @type {{Plotly?: Plotly}} */ (globalThis);

/** @type {Promise<Plotly> | undefined} */
let loading;
let loads = 0;

/**
 * Return Plotly, loaded once for all charts of the page. Streamlit's file leaves it in a name of the whole page.
 * @param {string | null} file
 */
function loadPlotly(file) {
  loading ??= (page.Plotly ? Promise.resolve(page.Plotly) : fetchPlotly(file)).catch(error => {
    loading = undefined; // the next drawing tries again
    throw error;
  });
  return loading;
}

/** @param {string | null} file */
async function fetchPlotly(file) {
  /** @type {HTMLScriptElement | null} */
  const beside = document.querySelector('script[type=module][src*="static/js/"]');
  if (!file || !beside) throw new Error('Streamlit has no Plotly where it had it');
  const url = new URL(file, beside.src);
  if (loads++) url.search = `again=${loads}`; // browsers remember that a file could not be loaded
  await import(url.href);
  if (!page.Plotly) throw new Error("Streamlit's Plotly has no name");
  return page.Plotly;
}

/**
 * Return what Streamlit gives its own charts: digitdemo/ui/charts/theme.py names its colours by placeholders.
 * @param {Element} at
 */
function themeAt(at) {
  const style = getComputedStyle(at);
  /** @param {string} name */
  const value = name => style.getPropertyValue(`--st-${name}`).trim();
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || REM;
  const [text, grid] = [value('text-color'), value('border-color-light')];
  const small = {color: text, size: 0.75 * rem};
  const axis = {
    automargin: true,
    gridcolor: grid,
    zerolinecolor: grid,
    tickcolor: grid,
    tickfont: small,
  };
  const title = {font: {color: text, size: 0.875 * rem}};
  return {
    runColours: value('chart-categorical-colors').match(/#[0-9a-f]{6}/gi) ?? [],
    template: {
      layout: {
        font: {...small, family: value('font')},
        paper_bgcolor: 'rgba(0,0,0,0)',
        plot_bgcolor: 'rgba(0,0,0,0)',
        hoverlabel: {
          bgcolor: value('background-color'),
          bordercolor: value('border-color'),
          font: {...small, family: value('font')},
        },
        margin: {pad: 0.5 * rem},
        xaxis: {...axis, showgrid: false, zeroline: false, title: {...title, standoff: 1.25 * rem}},
        yaxis: {...axis, title: {...title, standoff: 0.75 * rem}},
      },
    },
  };
}

/** @param {string} tag @param {string} className @param {Node[]} children */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** Return what of a trace a training does not change. @param {Options} trace */
function frameOf({x, y, text, ...rest}) {
  return rest;
}

/**
 * Plotly draws everything anew, axes included, where another array of texts is given; not where the array it has says
 * something else.
 * @param {Options | undefined} before @param {Options} trace
 */
function keepTexts(before, trace) {
  if (!before || !Array.isArray(before.text) || !Array.isArray(trace.text)) return;
  before.text.splice(0, before.text.length, ...trace.text);
  trace.text = before.text;
}

/**
 * Let the names at the lines' ends change their words and keep the node that holds them: Plotly empties them and appends
 * a new one at every change.
 * @param {Plot} plot
 */
function keepTextNodes(plot) {
  for (const name of plot.querySelectorAll('.textpoint text'))
    Object.defineProperties(name, {textContent: KEPT_WORDS, appendChild: {configurable: true, value: appendWords}});
}

const WORDS = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Node.prototype, 'textContent'));

/** @type {PropertyDescriptor & ThisType<Element>} */
const KEPT_WORDS = {
  configurable: true,
  get: WORDS.get,
  set(words) {
    if (this.childNodes.length === 1 && this.firstChild instanceof Text) this.firstChild.data = words;
    else WORDS.set?.call(this, words);
  },
};

/** @this {Element} @param {Node} added */
function appendWords(added) {
  if (!(added instanceof Text && this.lastChild instanceof Text)) return Node.prototype.appendChild.call(this, added);
  this.lastChild.appendData(added.data);
  return this.lastChild;
}

class SteadyChart {
  constructor() {
    /** @type {Plot} */
    this.plot = element('div', 'plot');
    this.image = element('div', 'image', this.plot);
    this.image.setAttribute('role', 'img');
    this.failure = element('p', 'failure');
    this.failure.hidden = true;
    this.root = element('div', 'steady-chart', this.image, this.failure);
    /** @type {Data | undefined} */
    this.data = undefined;
    this.drawing = false;
    this.changed = false;
    this.width = 0;
    this.frame = ''; // all that was drawn last but points and texts
    this.drawn = ''; // all of it
    this.failures = 0; // one after the other
    this.resized = new ResizeObserver(() => {
      if (this.root.clientWidth !== this.width) this.draw();
    });
    this.resized.observe(this.root);
  }

  /** @param {Data} data */
  show(data) {
    this.data = data;
    this.image.setAttribute('aria-label', data.alt);
    this.root.style.minHeight = `${data.height}px`;
    this.draw();
  }

  /** Draw what there is to show now. While it is being drawn, what comes meanwhile waits: only the newest is drawn. */
  async draw() {
    this.changed = true;
    if (this.drawing || !this.data) return;
    this.drawing = true;
    try {
      const plotly = await loadPlotly(this.data.plotly);
      while (this.changed) {
        this.changed = false;
        await this.drawOnce(plotly, this.data);
      }
      this.tell('');
      this.failures = 0;
    } catch (error) {
      console.error(error);
      this.tell(this.data.failure);
      this.frame = this.drawn = '';
      const wait = AGAIN[this.failures++];
      if (wait) setTimeout(() => this.draw(), wait); // there may be no other change for long
    }
    this.drawing = false;
  }

  /** @param {Plotly} plotly @param {Data} data */
  async drawOnce(plotly, {figure, height}) {
    this.width = this.root.clientWidth;
    if (!this.width) return; // in a closed fold; its opening is heard as another width
    const {runColours, template} = themeAt(this.root);
    const coloured = runColours.reduce(
      (text, colour, number) => text.replaceAll(`#${String(number + 1).padStart(6, '0')}`, colour),
      figure,
    );
    const whole = [coloured, JSON.stringify(template), this.width, height].join();
    if (whole === this.drawn) return; // a page that looks for news every second has none most of the time
    /** @type {Figure} */
    const {data, layout} = JSON.parse(coloured);
    const drawn = {uirevision: 'steady', ...layout, template, width: this.width, height};
    const frame = JSON.stringify([data.map(frameOf), drawn]);
    if (frame === this.frame) {
      Object.assign(drawn, {transition: STEADY});
      data.forEach((trace, number) => {
        keepTexts(this.plot.data?.[number], trace);
      });
    }
    this.frame = frame;
    await plotly.react(this.plot, data, drawn, CONFIG);
    this.drawn = whole;
    keepTextNodes(this.plot);
  }

  /** Say what is wrong in the place of the chart; nothing is wrong if there are no words. @param {string} words */
  tell(words) {
    if (this.failure.textContent !== words) this.failure.textContent = words;
    this.failure.hidden = !words;
    this.image.hidden = Boolean(words);
  }

  /** Let go of what Plotly keeps of a chart that has left the page. */
  leave() {
    this.resized.disconnect();
    if (this.plot._fullLayout) page.Plotly?.purge(this.plot);
    this.root.remove();
  }
}

export default component(
  /** @param {{data: Data, parentElement: ParentNode}} call */ ({parentElement}) =>
    put(parentElement, new SteadyChart()),
  (chart, {data}) => chart.show(data),
  chart => chart.leave(),
);
