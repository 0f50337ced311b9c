// The field takes pasted files itself, but only while it has the focus, and a click on it opens a dialog.
export default function () {
  const paste = event => {
    const field = document.querySelector('[data-testid=stFileUploaderDropzoneInput]');
    if (event.defaultPrevented || !field || !event.clipboardData?.files.length) return;
    field.files = event.clipboardData.files;
    field.dispatchEvent(new Event('change', {bubbles: true}));
    event.preventDefault();
  };
  document.addEventListener('paste', paste);
  return () => document.removeEventListener('paste', paste);
}
