"""The migration report: which models end and when, where they stand, and what replaces them."""
