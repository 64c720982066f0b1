"""Reading a page: front matter, blocks, code, headings, items, links, prose, translations."""
