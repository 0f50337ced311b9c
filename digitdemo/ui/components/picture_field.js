// The page's field for a picture takes what is pasted or dropped anywhere, which Streamlit's own does only where it is,
// and pictures that are larger than the server takes, as a phone's photos and scans are: they are made smaller here.

const FIELD = '[data-testid=stFileUploaderDropzoneInput]';
const SIDE = 1280; // pixels of the longer side of what was made smaller; the server keeps 512

/** @param {{data: {mostBytes: number, mostPixels: number}}} component of what is no JPEG, `mostPixels` are read */
export default function ({data}) {
  /** @param {File[]} files */
  const hand = files => {
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector(FIELD));
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
      const isPlain = file.type === 'image/jpeg' || !file.type.startsWith('image/');
      if (isPlain && file.size <= data.mostBytes) return;
      event.stopPropagation();
      smaller(file, isPlain ? Infinity : data.mostPixels, data.mostBytes).then(made => {
        seen.add(made);
        hand([made]);
      });
    },
  };
  for (const [name, hear] of Object.entries(heard)) document.addEventListener(name, hear, name === 'change');
  return () => {
    for (const [name, hear] of Object.entries(heard)) document.removeEventListener(name, hear, name === 'change');
  };
}

/**
 * A picture made smaller, or the file itself where it is no picture or small enough.
 * @param {File} file @param {number} mostPixels @param {number} mostBytes @returns {Promise<File>}
 */
async function smaller(file, mostPixels, mostBytes) {
  try {
    const picture = await createImageBitmap(file);
    if (file.size <= mostBytes && picture.width * picture.height <= mostPixels) return file;
    const share = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height].map(side => Math.max(1, Math.round(side * share)));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const type = file.type === 'image/jpeg' ? file.type : 'image/webp'; // may be transparent
    const blob = await new Promise(done => canvas.toBlob(done, type, 0.92));
    return blob ? new File([blob], file.name, {type: blob.type}) : file;
  } catch {
    return file;
  }
}
