"""Who does what of a call: the best split, its reasons, its approval and its law. Pure: values in, values out."""
