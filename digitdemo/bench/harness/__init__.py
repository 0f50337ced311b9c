"""What benchmarks share: the app and the browser, and the rivals that train beside us."""
