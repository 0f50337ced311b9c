"""Fingers on a Plotly chart: a tap chooses what is below it, as a click does, and a swipe scrolls the page."""

import streamlit as st

# Plotly takes touches for itself: it chooses the point that the mouse has moved over last, so that a first tap chooses
# nothing and the next one what the first was on; and a swipe that begins on a chart does not scroll. Without the
# touches the browser makes mouse events of a tap, which Plotly reads as it should.
_SCRIPT = """
export default function () {
  const hide = event => event.target.closest?.('.js-plotly-plot') && event.stopPropagation();
  document.addEventListener('touchstart', hide, {capture: true, passive: true});
  return () => document.removeEventListener('touchstart', hide, {capture: true});
}
"""


def tap_charts() -> None:
    """Make the charts of this page heed taps; call it once."""
    st.components.v2.component("digitdemo_chart_touch", js=_SCRIPT)(key="chart_touch")
