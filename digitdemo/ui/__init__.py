"""The Streamlit front end: asks and shows, computes nothing."""
