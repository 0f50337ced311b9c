// A network from its description, which digitdemo/inference/live_network.py writes: 28 x 28 pixels in, ten sums out.

import {activation, convolution, dense, normalization, pooling} from './layers.js';

/**
 * @typedef {{kind: string, name?: string, size: number, filters: number, stride: number, same: boolean, bias: boolean,
 *   units: number, function: string}} LayerDescription of `size` to `function` those that the kind has; a layer with a
 *   name is shown
 * @typedef {{layers: LayerDescription[], weights: Uint8Array, temperature: number}} Description
 * @typedef {{name: string, kind: 'maps' | 'units', shape: import('./layers.js').Shape, values: Float64Array}} ShownLayer
 * @typedef {Map<number, Set<number>>} Silenced the maps or units that give 0, by the number of the shown layer
 * @typedef {{logits: Float64Array, layers: ShownLayer[]}} Result valid until the network reads the next image
 */

const SIDE = 28;
const DIGITS = 10;

/** A network that reads images. */
export class Network {
  /** @param {Description} description */
  constructor({layers, weights}) {
    const numbers = decodeHalves(weights);
    let taken = 0;
    /** @param {number} count */
    const take = count => {
      taken += count;
      return numbers.subarray(taken - count, taken);
    };
    /** @type {import('./layers.js').Shape} */
    let shape = [SIDE, SIDE, 1];
    this.input = new Float64Array(SIDE * SIDE);
    this.steps = layers.map((about, i) => {
      const step = makeLayer(shape, about, /pooling/.test(layers[i + 1]?.kind), take);
      shape = step.shape;
      return {...step, name: about.name};
    });
    /** What its shown layers are. */
    this.shown = this.steps.flatMap(({name, shape: [h, w, c]}) =>
      name ? [{name, kind: kindOf([h, w, c]), shape: /** @type {import('./layers.js').Shape} */ ([h, w, c])}] : [],
    );
    /** The same for networks of the same layers, whatever their weights. */
    this.layout = JSON.stringify(layers);
    if (taken !== numbers.length || shape[2] !== DIGITS) throw new Error('The weights do not fit the network.');
    /** The weights (784, 10) of a network that is nothing but weighted sums of the pixels, else null. @type {Float64Array | null} */
    this.pictures = (layers.length === 1 && this.steps[0].kernel) || null;
  }

  /**
   * @param {Uint8Array} image 28 x 28, 0 = paper, 255 = ink
   * @param {Silenced} [silenced]
   * @returns {Result}
   */
  forward(image, silenced) {
    for (let i = 0; i < this.input.length; i++) this.input[i] = image[i] / 255;
    /** @type {Float64Array} */
    let values = this.input;
    /** @type {ShownLayer[]} */
    const layers = [];
    for (const {run, shape, name} of this.steps) {
      values = run(values);
      if (!name) continue;
      silence(values, shape[2], silenced?.get(layers.length));
      layers.push({name, kind: kindOf(shape), shape, values});
    }
    return {logits: values, layers};
  }
}

/** @param {import('./layers.js').Shape} shape @returns {'maps' | 'units'} */
const kindOf = shape => (shape[0] > 1 ? 'maps' : 'units');

/** @param {Description} description */
export const makeNetwork = description => new Network(description);

/**
 * The probabilities of ten sums. @param {ArrayLike<number>} logits @param {number} temperature divides them
 * @returns {number[]}
 */
export function softmax(logits, temperature) {
  const most = Math.max(...Array.from(logits));
  const powers = Array.from(logits, logit => Math.exp((logit - most) / temperature));
  const sum = powers.reduce((one, other) => one + other, 0);
  return powers.map(power => power / sum);
}

/**
 * @param {import('./layers.js').Shape} shape @param {LayerDescription} about @param {boolean} pooled
 * @param {import('./layers.js').TakeWeights} take
 * @returns {{shape: import('./layers.js').Shape, run: import('./layers.js').Layer, kernel?: Float64Array}}
 */
function makeLayer(shape, about, pooled, take) {
  switch (about.kind) {
    case 'convolution':
      return convolution(shape, about, pooled, take);
    case 'dense':
      return dense(shape, about, take);
    case 'max pooling':
      return pooling(shape, 'max');
    case 'mean pooling':
      return pooling(shape, 'mean');
    case 'normalization':
      return normalization(shape, take);
    case 'activation':
      return activation(shape, about.function);
    default:
      throw new Error(`No layer is called ${about.kind}.`);
  }
}

/** @param {Float64Array} values @param {number} channels @param {Set<number>} [indices] */
function silence(values, channels, indices) {
  for (const index of indices ?? []) {
    for (let i = index; i < values.length; i += channels) values[i] = 0;
  }
}

/**
 * Networks by their names, or the addresses of files with them, from what digitdemo/inference/live_network.py packs.
 * @param {Uint8Array} data @returns {Record<string, Description | string>}
 */
export function unpacked(data) {
  const end = 4 + new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const about = JSON.parse(new TextDecoder().decode(data.subarray(4, end)));
  for (const network of Object.values(about)) {
    if (typeof network === 'string') continue;
    const [first, last] = network.weights;
    network.weights = data.subarray(end + first, end + last);
  }
  return about;
}

/** What each of the 65,536 numbers of half precision is, by its bits. @type {Float64Array | null} */
let halves = null;

/** Half precision (float16, little endian) to numbers. @param {Uint8Array} bytes */
function decodeHalves(bytes) {
  halves ??= Float64Array.from({length: 65536}, (_, bits) => halfOf(bits));
  const numbers = new Float64Array(bytes.length / 2);
  for (let i = 0; i < numbers.length; i++) {
    numbers[i] = halves[bytes[2 * i] | (bytes[2 * i + 1] << 8)];
  }
  return numbers;
}

/** @param {number} bits */
function halfOf(bits) {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
}
