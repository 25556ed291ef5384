"""The command line: one module per command, one module per report format."""
