"""Content files: strict load with line numbers, stable dump, atomic write, ownership. Nothing else writes them."""
