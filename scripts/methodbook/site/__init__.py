"""The floor that knows MkDocs: hooks and what they need. Nothing outside this package imports MkDocs."""
