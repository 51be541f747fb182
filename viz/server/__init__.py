"""What lets a class use one server: its settings, its limits, and what is seen of it from outside."""
