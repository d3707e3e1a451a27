"""The nouns of the house: frozen where they can be, without sentences, without input or output."""
