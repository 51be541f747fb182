"""A walk as one file that plays anywhere: the player, its look and the Run in a page without a server."""
