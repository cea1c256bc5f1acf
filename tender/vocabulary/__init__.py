"""The nouns every room speaks. Standard library only."""
