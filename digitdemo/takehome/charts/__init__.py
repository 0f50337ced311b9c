"""Charts as files: SVG, PNG and a page, drawn here, for Plotly's own way to a picture needs a browser on the server."""
