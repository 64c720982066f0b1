"""Search: a static index over the built articles, one per language, made for Norwegian, Danish and Swedish.

`articles` reads the built HTML, `words` takes text apart, `synonyms` and `learnt` know other words for the same,
`index` writes the files that `overrides/assets/search-engine.js` reads. Pure functions; nothing here knows MkDocs.
"""
