"""What all charts share: run colours, and text that Plotly shows as it is."""

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


CAPTION = (
    "Train (dotted) and test (solid) are measured by the same function after each epoch, with dropout off: train on up "
    "to 10,000 of the images the model learned from, test on the 10,000 it never saw. Epoch 0 is the untrained model, "
    "on 2,000 of both."
)


DIGITS = list(range(10))


PALE = "rgba(127,135,148,0.45)"
