// Small pieces of the page.

/** @param {string} tag @param {string} className @param {(Node | string)[]} children */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Change the words of an element only where they are others. @param {Element} at @param {string} words */
export function say(at, words) {
  if (at.textContent !== words) at.textContent = words;
}

/** Return the signed bytes that are written in base64. @param {string} text */
export function bytesOf(text) {
  return Int8Array.from(atob(text), character => character.charCodeAt(0));
}
