"""The own drawings on the page of mistakes: how models read them, learning from them, and all of them."""
