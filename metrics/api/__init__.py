"""The read side of the HTTP API: the numbers and the rows of the pages, from the very same objects (K5)."""
