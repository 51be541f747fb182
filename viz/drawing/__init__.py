"""A structure as a picture: cards and lines in DOT, folded where it is large, laid out by Graphviz beside the page."""
