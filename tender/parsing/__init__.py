"""Bytes to text that knows where it stands, and to the facts of a call. Pure: values in, values out."""
