// Words and numbers in the page's language: Python sends them (script_texts.py), {fields} are filled in here.

/** @typedef {Record<string, string>} Texts by name; `point` and `percent` say how numbers are written */

/** @param {string} text @param {Record<string, string | number>} values */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (field, name) => (name in values ? `${values[name]}` : field));
}

/** @param {number} value @param {number} digits behind the point @param {Texts} texts */
export function decimal(value, digits, texts) {
  return value.toFixed(digits).replace('.', texts.point);
}

/** @param {number} share from 0 to 1 @param {number} digits behind the point @param {Texts} texts */
export function percent(share, digits, texts) {
  return fill(texts.percent, {share: decimal(100 * share, digits, texts)});
}
