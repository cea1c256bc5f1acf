"""Who does what of a call: the best split, its reasons, its approval, its law. Values in, values out."""
