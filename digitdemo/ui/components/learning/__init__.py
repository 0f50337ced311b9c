"""What a model is learning, as pictures: its guesses, its surest mistakes, its weights, a map."""
