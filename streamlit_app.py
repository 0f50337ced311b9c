"""The app. `streamlit run streamlit_app.py` serves it; Streamlit runs this file for every visitor, again and again."""

import streamlit as st

if __name__ == "__main__":  # as a script, for a visitor
    from digitdemo.ui.router import show_page

    show_page()
else:  # as a module, for the server that `streamlit run` starts; a request passes through the list from its beginning
    from starlette.middleware import Middleware

    from digitdemo.ui.door.deep_addresses import DeepAddresses
    from digitdemo.ui.door.door import Door
    from digitdemo.ui.door.headers import SecurityHeaders
    from digitdemo.ui.door.network_files import network_route
    from digitdemo.ui.door.peers import Peers
    from digitdemo.ui.door.serving import serving
    from digitdemo.ui.faults import answer_fault

    app = st.App(
        __file__,
        lifespan=serving,
        routes=[network_route()],
        middleware=[Middleware(SecurityHeaders), Middleware(DeepAddresses), Middleware(Peers), Middleware(Door)],
        on_script_error=answer_fault,
    )
