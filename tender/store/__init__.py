"""Rows and bytes: one file per aggregate, its rows and its queries. Every query says who is looking."""
