"""What the built pages are held to: accessibility, markup, links, weight, and what a browser makes of them.

`python -m bench.pages` looks at a built site and prints what it finds; `make check-pages` installs what it needs.
"""
