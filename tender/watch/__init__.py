"""Where calls come from, and which of them concern the members.

`reaching`, `boamp`, `ted`, `dropped` and `recorded` bring notices as bytes; they alone speak to the outside.
`trades`, `matching` and `lessons` are pure: values in, values out.
"""
