// See it think: what the chosen model makes of the drawing, layer by layer, on every frame in which it changes.

import {component} from '../component.js';
import {fill, percent} from '../texts.js';
import {getEngine} from './engine.js';
import {LayerView} from './layer_view.js';
import {paintShade, sheet} from './paint.js';
import {SumsView, WeightsView} from './sums_view.js';

/** @typedef {{id: string, name: string}} Model */
/** @typedef {import('./engine.js').State} State */
/** @typedef {import('../texts.js').Texts} Texts */
/** @typedef {{models: Model[], first: string, layers: Record<string, string>, texts: Texts}} Data */

const SIDE = 28;

class ThinkingView {
  /** @param {HTMLElement} root @param {Data} data */
  constructor(root, {layers, texts}) {
    this.root = root;
    this.texts = texts;
    this.names = layers;
    /** @param {string} part @returns {any} */
    const find = part => root.querySelector(`.${part}`);
    this.choice = find('choice');
    this.says = find('says');
    this.heard = find('heard');
    this.wakeAll = find('wake');
    this.note = find('note');
    this.parts = find('layers');
    this.input = sheet(SIDE, SIDE);
    find('input').prepend(this.input.canvas);
    find('sees').textContent = texts.sees;
    find('about').querySelector('label').textContent = texts.model;
    find('none').textContent = texts.none;
    this.wakeAll.textContent = texts.wake;
    this.sums = new SumsView(texts);
    const title = find('end').querySelector('h3');
    title.append(texts.sums, Object.assign(document.createElement('span'), {textContent: ` ${texts.largest}`}));
    find('end').append(this.sums.root);
    this.weights = new WeightsView(texts);
    this.engine = getEngine();
    this.chosen = '';
    /** @type {LayerView[]} */
    this.layers = [];
    /** @type {import('./network.js').Network | undefined} */
    this.network = undefined;
    /** @type {State | null} */
    this.state = null;
    this.wakeAll.onclick = () => this.engine.wake(this.chosen);
    this.choice.onchange = () => this.choose(this.choice.value);
    this.leave = this.engine.subscribe(state => {
      this.state = state;
      this.show();
    });
    this.shown = () => this.show();
    this.fold = foldAround(root);
    this.fold?.addEventListener('toggle', this.shown);
    // On the next frame: what is drawn changes the height, of which an observer must not hear while it tells.
    this.observer = new ResizeObserver(() => requestAnimationFrame(this.shown));
    this.observer.observe(this.root);
  }

  end() {
    this.leave();
    this.fold?.removeEventListener('toggle', this.shown);
    this.observer.disconnect();
  }

  /** @param {Model[]} models @param {string} first shown until one of them is chosen */
  offer(models, first) {
    const options = models.map(({id, name}) => new Option(name, id, false, id === this.chosen));
    this.choice.replaceChildren(...options);
    if (!models.some(({id}) => id === this.chosen)) this.choose(first);
  }

  /** @param {string} id */
  choose(id) {
    this.chosen = id;
    this.network = undefined;
    this.choice.value = id;
    this.show();
  }

  show() {
    if (this.fold && !this.fold.open) return; // its width would be asked for, and the page laid out, in every frame
    const width = this.root.clientWidth;
    if (!width) return;
    const network = this.engine.network(this.chosen);
    this.root.classList.toggle('missing', !network);
    if (!network) return;
    if (network.layout !== this.network?.layout) this.build(network);
    this.network = network;
    const answer = this.state?.answers[this.chosen] ?? null;
    const silenced = this.engine.silencedOf(this.chosen);
    const reading = answer && (answer.partly ?? answer);
    const layers = answer?.layers() ?? [];
    this.showInput(this.state?.image ?? null);
    this.layers.forEach((view, number) => {
      view.fit(width);
      view.show(layers[number], network.shown[number].shape, silenced?.get(number));
    });
    if (network.pictures) this.weights.show(network.pictures, this.state?.image ?? null, reading);
    this.sums.show(reading);
    this.say(answer, silenced);
  }

  /** @param {import('./network.js').Network} network */
  build(network) {
    this.layers = network.shown.map(
      ({name, kind, shape}, number) =>
        new LayerView({name: this.names[name] ?? name, kind, shape}, this.texts, (index, on) =>
          this.engine.silence(this.chosen, number, index, on),
        ),
    );
    this.parts.replaceChildren(...(network.pictures ? [this.weights.root] : this.layers.map(({root}) => root)));
    this.note.textContent = noteOf(network, this.texts);
  }

  /** @param {Uint8Array | null} image */
  showInput(image) {
    for (let i = 0; i < SIDE * SIDE; i++) paintShade(this.input.pixels, i, image ? image[i] / 255 : 0);
    this.input.show();
  }

  /**
   * @param {import('./engine.js').LiveAnswer | null} answer
   * @param {import('./network.js').Silenced | undefined} silenced
   */
  say(answer, silenced) {
    const count = [...(silenced?.values() ?? [])].reduce((sum, indices) => sum + indices.size, 0);
    this.wakeAll.hidden = !count;
    this.says.textContent = answer ? words(answer, count, this.texts) : this.texts.draw;
    if (answer && !this.state?.provisional) this.heard.textContent = count ? this.says.textContent : '';
  }
}

/** The fold that an element is in, if any, around the root of its component, too. @param {Element} element @returns {HTMLDetailsElement | null} */
function foldAround(element) {
  const root = element.getRootNode();
  return element.closest('details') ?? (root instanceof ShadowRoot ? foldAround(root.host) : null);
}

/** What there is to see, in words. @param {import('./network.js').Network} network @param {Texts} texts */
function noteOf(network, texts) {
  if (network.pictures) return texts.pictures;
  const kinds = new Set(network.shown.map(({kind}) => kind));
  return [kinds.has('maps') && texts.maps, kinds.has('units') && texts.units, texts.brighter].filter(Boolean).join(' ');
}

/** @param {import('./engine.js').LiveAnswer} answer @param {number} count of what is silenced @param {Texts} texts */
function words(answer, count, texts) {
  const {digit, probabilities} = answer.partly ?? answer;
  const share = probabilities[digit] >= 0.9995 ? texts.certain : percent(probabilities[digit], 1, texts);
  const said = {digit, share, count, before: answer.digit};
  if (!answer.partly) return fill(texts.reads, said);
  if (digit === answer.digit) return fill(count === 1 ? texts.still_one : texts.still_many, said);
  return fill(count === 1 ? texts.now_one : texts.now_many, said);
}

export default component(
  /** @param {{data: Data, parentElement: ParentNode}} call */ ({data, parentElement}) =>
    new ThinkingView(/** @type {HTMLElement} */ (parentElement.querySelector('.thinking')), data),
  (view, {data}) => view.offer(data.models, data.first),
  view => view.end(),
);
