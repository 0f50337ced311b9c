// The layers of a network, each a function from the values of the layer before to its own. Values lie as in Keras:
// row by row, the channels of a pixel side by side.

/** @typedef {[number, number, number]} Shape height, width, channels; of a dense layer 1, 1, units */
/** @typedef {(input: Float64Array) => Float64Array} Layer its result is the layer's own array, written anew each time */
/** @typedef {(count: number) => Float64Array} TakeWeights */

const EPSILON = 1e-3; // Keras' own, of batch normalization
const LANES = 8; // sums that are computed side by side

/** @type {Record<string, (x: number) => number>} */
export const ACTIVATIONS = {
  relu: x => Math.max(x, 0),
  tanh: Math.tanh,
  sigmoid: x => 1 / (1 + Math.exp(-x)),
  gelu: x => (x * (1 + erf(x / Math.SQRT2))) / 2,
};

/**
 * @param {Shape} shape of the input
 * @param {{size: number, filters: number, stride: number, same: boolean, bias: boolean}} about
 * @param {boolean} pooled whether 2 x 2 pooling follows, which leaves out a last odd row and column
 * @param {TakeWeights} take
 * @returns {{shape: Shape, run: Layer}}
 */
export function convolution([height, width, channels], about, pooled, take) {
  const {size, filters, stride, same} = about;
  const kernel = take(size * size * channels * filters);
  const bias = about.bias ? take(filters) : new Float64Array(filters);
  const [before, around] = same ? [(size - 1) >> 1, size - 1] : [0, 0];
  let [rows, columns] = [height, width].map(n => Math.floor((n + around - size) / stride) + 1);
  if (pooled) [rows, columns] = [rows & ~1, columns & ~1];
  const output = new Float64Array(rows * columns * filters);
  const places = new Int32Array(size * size * channels);
  const values = new Float64Array(size * size * channels);

  /** Gather what is not 0 below the kernel: much of a drawing is, and half of what ReLU lets pass. @param {Float64Array} input @param {number} top @param {number} left */
  const gather = (input, top, left) => {
    let count = 0;
    for (let y = Math.max(0, -top); y < size && top + y < height; y++) {
      for (let x = Math.max(0, -left); x < size && left + x < width; x++) {
        const start = ((top + y) * width + left + x) * channels;
        const row = (y * size + x) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const value = input[start + channel];
          if (value === 0) continue;
          places[count] = (row + channel) * filters;
          values[count++] = value;
        }
      }
    }
    return count;
  };

  /** @type {Layer} */
  const run = input => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const count = gather(input, row * stride - before, column * stride - before);
        weightedSums(kernel, bias, places, values, count, output, (row * columns + column) * filters, filters);
      }
    }
    return output;
  };
  return {shape: [rows, columns, filters], run};
}

/**
 * @param {Shape} shape @param {{units: number}} about @param {TakeWeights} take
 * @returns {{shape: Shape, run: Layer, kernel: Float64Array}} the kernel is (inputs, units)
 */
export function dense([height, width, channels], {units}, take) {
  const inputs = height * width * channels;
  const kernel = take(inputs * units);
  const bias = take(units);
  const output = new Float64Array(units);
  const places = new Int32Array(inputs);
  const values = new Float64Array(inputs);
  /** @type {Layer} */
  const run = input => {
    let count = 0;
    for (let i = 0; i < inputs; i++) {
      if (input[i] === 0) continue;
      places[count] = i * units;
      values[count++] = input[i];
    }
    weightedSums(kernel, bias, places, values, count, output, 0, units);
    return output;
  };
  return {shape: [1, 1, units], run, kernel};
}

/**
 * 2 x 2 pooling.
 * @param {Shape} shape @param {'max' | 'mean'} kind @returns {{shape: Shape, run: Layer}}
 */
export function pooling([height, width, channels], kind) {
  const [rows, columns] = [height >> 1, width >> 1];
  const output = new Float64Array(rows * columns * channels);
  /** @type {Layer} */
  const run = input => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const first = (2 * row * width + 2 * column) * channels;
        const below = first + width * channels;
        const to = (row * columns + column) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const [a, b] = [input[first + channel], input[first + channels + channel]];
          const [c, d] = [input[below + channel], input[below + channels + channel]];
          output[to + channel] = kind === 'max' ? Math.max(a, b, c, d) : (a + b + c + d) / 4;
        }
      }
    }
    return output;
  };
  return {shape: [rows, columns, channels], run};
}

/** Batch normalization by the means and variances of the training. @param {Shape} shape @param {TakeWeights} take @returns {{shape: Shape, run: Layer}} */
export function normalization(shape, take) {
  const channels = shape[2];
  const [gamma, beta, mean, variance] = [take(channels), take(channels), take(channels), take(channels)];
  const scale = gamma.map((value, i) => value / Math.sqrt(variance[i] + EPSILON));
  const shift = beta.map((value, i) => value - mean[i] * scale[i]);
  const output = new Float64Array(shape[0] * shape[1] * channels);
  /** @type {Layer} */
  const run = input => {
    for (let i = 0, channel = 0; i < output.length; i++, channel = channel + 1 === channels ? 0 : channel + 1) {
      output[i] = input[i] * scale[channel] + shift[channel];
    }
    return output;
  };
  return {shape, run};
}

/** @param {Shape} shape @param {string} name @returns {{shape: Shape, run: Layer}} */
export function activation(shape, name) {
  const apply = ACTIVATIONS[name];
  const output = new Float64Array(shape[0] * shape[1] * shape[2]);
  /** @type {Layer} */
  const run = input => {
    for (let i = 0; i < output.length; i++) output[i] = apply(input[i]);
    return output;
  };
  return {shape, run};
}

/**
 * bias + the sum of values times the rows of a kernel that begin at `places`, `width` sums, written from `to` on.
 * @param {Float64Array} kernel @param {Float64Array} bias @param {Int32Array} places @param {Float64Array} values
 * @param {number} count @param {Float64Array} output @param {number} to @param {number} width
 */
function weightedSums(kernel, bias, places, values, count, output, to, width) {
  let unit = 0;
  for (; unit + LANES <= width; unit += LANES) {
    let a = bias[unit],
      b = bias[unit + 1],
      c = bias[unit + 2],
      d = bias[unit + 3];
    let e = bias[unit + 4],
      f = bias[unit + 5],
      g = bias[unit + 6],
      h = bias[unit + 7];
    for (let i = 0; i < count; i++) {
      const value = values[i];
      const at = places[i] + unit;
      a += value * kernel[at];
      b += value * kernel[at + 1];
      c += value * kernel[at + 2];
      d += value * kernel[at + 3];
      e += value * kernel[at + 4];
      f += value * kernel[at + 5];
      g += value * kernel[at + 6];
      h += value * kernel[at + 7];
    }
    const first = to + unit;
    output[first] = a;
    output[first + 1] = b;
    output[first + 2] = c;
    output[first + 3] = d;
    output[first + 4] = e;
    output[first + 5] = f;
    output[first + 6] = g;
    output[first + 7] = h;
  }
  for (; unit < width; unit++) {
    let sum = bias[unit];
    for (let i = 0; i < count; i++) sum += values[i] * kernel[places[i] + unit];
    output[to + unit] = sum;
  }
}

/** The error function to within 1.5e-7. Source: Abramowitz and Stegun, 7.1.26. @param {number} x @returns {number} */
function erf(x) {
  if (x < 0) return -erf(-x);
  const t = 1 / (1 + 0.3275911 * x);
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return 1 - series * Math.exp(-x * x);
}
