"""A Paper, or rows, → bytes of one format. Each writer knows its library; no writer knows a form."""
