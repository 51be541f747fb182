"""Everything that shows a Run: its picture, its player, and the page around them."""
