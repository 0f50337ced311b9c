// See it think: what the chosen model makes of the drawing, layer by layer, on every frame in which it changes.

import {getEngine} from './engine.js';
import {LayerView} from './layer_view.js';
import {paintShade, sheet} from './paint.js';
import {SumsView, WeightsView} from './sums_view.js';

/** @typedef {{id: string, name: string}} Model */
/** @typedef {import('./engine.js').State} State */

const SIDE = 28;

class ThinkingView {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
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
    this.sums = new SumsView();
    find('end').append(this.sums.root);
    this.weights = new WeightsView();
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
    // What is in a closed fold has no size and is not drawn; opened, it gets one.
    this.observer = new ResizeObserver(() => this.show());
    this.observer.observe(this.root);
  }

  end() {
    this.leave();
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
      (layer, number) => new LayerView(layer, (index, on) => this.engine.silence(this.chosen, number, index, on)),
    );
    this.parts.replaceChildren(...(network.pictures ? [this.weights.root] : this.layers.map(({root}) => root)));
    this.note.textContent = noteOf(network);
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
    this.says.textContent = answer ? words(answer, count) : 'Draw a digit and watch.';
    if (answer && !this.state?.provisional) this.heard.textContent = count ? this.says.textContent : '';
  }
}

/** What there is to see, in words. @param {import('./network.js').Network} network */
function noteOf(network) {
  if (network.pictures) {
    return (
      'One picture of weights for each digit. Where your ink meets blue, the sum grows; where it meets orange, it ' +
      'shrinks. The largest sum is the answer.'
    );
  }
  const kinds = new Set(network.shown.map(({kind}) => kind));
  const maps = kinds.has('maps') ? 'Each small picture is what one filter finds in the picture before it. ' : '';
  const units = kinds.has('units') ? 'Each square is one hidden unit. ' : '';
  return `${maps}${units}The brighter, the louder it speaks up. Click one to silence it.`;
}

/** @param {import('./engine.js').LiveAnswer} answer @param {number} count of what is silenced */
function words(answer, count) {
  if (!answer.partly) return `It reads ${answer.digit}, ${percent(answer)} sure.`;
  const without = count === 1 ? 'Without the one you silenced' : `Without the ${count} you silenced`;
  const change = answer.partly.digit === answer.digit ? 'still reads' : `no longer reads ${answer.digit} but`;
  return `${without} it ${change} ${answer.partly.digit}, ${percent(answer.partly)} sure.`;
}

/** @param {import('./engine.js').Reading} reading */
function percent({digit, probabilities}) {
  return probabilities[digit] >= 0.9995 ? 'over 99.9%' : `${(100 * probabilities[digit]).toFixed(1)}%`;
}

/** @type {WeakMap<ParentNode, ThinkingView>} */
const views = new WeakMap();

/** @param {{data: {models: Model[], first: string}, parentElement: ParentNode}} component */
export default function seeItThink({data, parentElement}) {
  const view =
    views.get(parentElement) ?? new ThinkingView(/** @type {HTMLElement} */ (parentElement.querySelector('.thinking')));
  views.set(parentElement, view);
  view.offer(data.models, data.first);
  return () => {
    view.end();
    views.delete(parentElement);
  };
}
