"""What stands between browsers and Streamlit: ASGI middleware, given to Streamlit's server by `streamlit_app.py`."""
