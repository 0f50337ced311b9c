// Plotly takes touches for itself: it chooses the point that the mouse has moved over last, so that a first tap chooses
// nothing and the next one what the first was on; and a swipe that begins on a chart does not scroll. Without the
// touches the browser makes mouse events of a tap, which Plotly reads as it should.
export default function () {
  const hide = event => event.target.closest?.('.js-plotly-plot') && event.stopPropagation();
  document.addEventListener('touchstart', hide, {capture: true, passive: true});
  return () => document.removeEventListener('touchstart', hide, {capture: true});
}
