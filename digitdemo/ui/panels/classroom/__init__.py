"""Parts of the page of classes."""
