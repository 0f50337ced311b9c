"""What all charts share: the colours of runs, what is pale beside them, the ten digits, margins, and no tool bar."""

# Streamlit's name of a colour, for text, and its value, for charts; .streamlit/config.toml has the same values.
RUN_COLOURS = {
    "blue": "#2b79d1",
    "orange": "#c4670b",
    "green": "#278a4e",
    "red": "#d64550",
    "violet": "#9161e0",
    "yellow": "#967200",
    "gray": "#767e8b",
}
PALE = "rgba(127,135,148,0.45)"
DIGITS = list(range(10))
MARGIN = dict(l=8, r=8, t=8, b=8)  # pixels
PLOT = {"displaylogo": False, "displayModeBar": False}  # for Plotly where it draws
