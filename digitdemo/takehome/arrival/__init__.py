"""A run that comes back in: what a stranger brings is checked here before it costs memory or time."""
