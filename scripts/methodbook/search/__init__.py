"""Search: a static index over the built articles, one per language, made for Norwegian, Danish and Swedish.

`articles` reads the built HTML, `words` takes text apart, `aliases` knows the neighbours' words, `index` writes the
files that `overrides/assets/search-engine.js` reads in the browser. Pure functions; nothing here knows MkDocs.
"""
