"""Script in, speech out: who speaks with which voice, and every word said.

It imports nothing: the processes that speak start with what an engine needs and no more.
"""
