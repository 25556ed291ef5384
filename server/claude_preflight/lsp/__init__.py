"""The language server: the one part that knows lsprotocol and pygls."""
