"""What does a reader find by some words? Every version is searched by the rules of its own language."""
