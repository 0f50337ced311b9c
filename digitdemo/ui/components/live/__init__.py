"""Answers while one draws: the models of a page compute in the browser, on every frame in which the drawing changes.

One engine a page (engine.js) has the networks, from `weights`, and follows the canvas, by `pen`; whoever shows answers
subscribes to it.
"""
