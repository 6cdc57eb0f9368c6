"""Pure functions about names, dates, slugs, identifiers, languages and passages: text in, values out, no I/O."""
