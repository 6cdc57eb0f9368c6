"""The search index: script files below `site/search/`, which a page can load from a disk as from a server.

`docs/decisions/0021-search-index.md` has the format and the reasons; `templates/static/search.js` reads it.
"""
