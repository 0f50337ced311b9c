// The page's field for a picture takes what is pasted or dropped anywhere, which Streamlit's own does only where it is,
// and pictures that are larger than the server takes, or of a format that only some browsers read, as HEIC photos are:
// they are made smaller here. A phone whose camera is open loses its connection: the photo waits here until it is back.

import {component} from './component.js';

const FIELD = '[data-testid=stFileUploaderDropzoneInput]';
const LOST = '[aria-disabled=true]'; // what Streamlit puts around the field while there is no connection
const SIDE = 1280; // pixels of the longer side of what was made smaller; the server keeps 512

const READ = /^image\/(png|jpeg|gif|bmp|webp)$/; // types that the server reads
const HEAD = 300_000; // bytes of a JPEG that say how it is coded, and of any file what it is

const PAUSE = 200; // milliseconds between two looks whether the connection is back
const PATIENCE = 600_000; // milliseconds until a file is given up

/**
 * @typedef {{mostBytes: number, mostPixels: number, endings: {read: string[], named: string[]}}} Data of what is no JPEG,
 *   `mostPixels` are read; `endings` are those of the formats that the server reads, and of those that it knows by name
 */

export default component(
  /** @param {{data: Data, parentElement: ParentNode}} call */ ({data}) => listen(data),
  () => {}, // what it is told is the same every time
  end => end(),
);

/** @param {Data} data */
function listen(data) {
  /** @param {File[]} files */
  const hand = async files => {
    const field = await openField();
    if (!field) return;
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    field.files = transfer.files;
    field.dispatchEvent(new Event('change', {bubbles: true}));
  };
  /** @param {Event} event @param {DataTransfer | null} from */
  const take = (event, from) => {
    if (event.defaultPrevented || !from?.files.length || !document.querySelector(FIELD)) return;
    event.preventDefault();
    hand([...from.files]);
  };
  /** @type {WeakSet<File>} what is handed on as it is */
  const seen = new WeakSet();
  /** @type {Record<string, (event: any) => void>} */
  const heard = {
    paste: event => take(event, event.clipboardData),
    drop: event => take(event, event.dataTransfer),
    // Without this a browser opens what is dropped in place of the page.
    dragover: event => event.dataTransfer?.types.includes('Files') && event.preventDefault(),
    change: event => {
      const [file] = event.target.matches?.(FIELD) ? event.target.files : [];
      if (!file || seen.has(file)) return;
      const isLost = event.target.closest(LOST); // Streamlit would drop the file without a word
      if (!isLost && !file.type.startsWith('image/') && file.size <= data.mostBytes) return;
      event.stopPropagation();
      smaller(file, data).then(made => {
        seen.add(made);
        hand([made]);
      });
    },
    // An iPhone makes a JPEG of a HEIC photo for whoever does not ask for HEIC.
    click: event => {
      if (!event.target.matches?.(FIELD)) return;
      const {read, named} = data.endings;
      event.target.accept = (isFromApple() ? read : [...read, ...named]).map(end => `.${end}`).join();
    },
  };
  const capture = ['change', 'click'];
  for (const [name, hear] of Object.entries(heard)) document.addEventListener(name, hear, capture.includes(name));
  return () => {
    for (const [name, hear] of Object.entries(heard)) document.removeEventListener(name, hear, capture.includes(name));
  };
}

/**
 * The page's field for a file as soon as it takes one, which it does while there is a connection.
 * @returns {Promise<HTMLInputElement | undefined>}
 */
async function openField() {
  for (const begin = performance.now(); performance.now() - begin < PATIENCE; ) {
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector(FIELD));
    if (!field) return undefined;
    if (!field.closest(LOST)) return field;
    await new Promise(done => setTimeout(done, PAUSE));
  }
}

/** Whether this is a phone or tablet of Apple's; the tablet says that it is a Mac. */
function isFromApple() {
  return /iPhone|iPad|Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1;
}

/**
 * A picture made smaller, or the file itself where it is no picture that this browser reads, or one that the server does.
 * @param {File} file @param {Data} data @returns {Promise<File>}
 */
async function smaller(file, {mostBytes, mostPixels}) {
  try {
    const isSmall = file.size <= mostBytes;
    if (isSmall && file.type === 'image/jpeg' && !(await isInScans(file))) return file;
    const picture = await createImageBitmap(file);
    if (isSmall && READ.test(file.type) && picture.width * picture.height <= mostPixels) return file;
    const share = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height].map(side => Math.max(1, Math.round(side * share)));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.imageSmoothingQuality = 'high'; // else thin lines get holes
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const type = file.type === 'image/jpeg' ? file.type : 'image/webp'; // may be transparent
    const blob = await new Promise(done => canvas.toBlob(done, type, 0.92));
    return blob ? new File([blob], file.name, {type: blob.type}) : file;
  } catch {
    // The first bytes tell the server what it is, and that it cannot be read here.
    return file.size <= mostBytes ? file : new File([file.slice(0, HEAD)], file.name, {type: file.type});
  }
}

/**
 * Whether a JPEG comes in several scans: the server would have to keep all of it in memory. Source: ITU-T T.81, annex B.
 * @param {File} file
 */
async function isInScans(file) {
  const head = new DataView(await file.slice(0, HEAD).arrayBuffer());
  for (let at = 2; at + 4 < head.byteLength && head.getUint8(at) === 0xff; at += 2 + head.getUint16(at + 2)) {
    const marker = head.getUint8(at + 1);
    if (marker === 0xc2 || marker === 0xca) return true;
    if (marker === 0xda) return false;
  }
  return false;
}
