"""Data in, Plotly figure out; free of Streamlit."""
