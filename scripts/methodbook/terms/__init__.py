"""The terms: glossary, spelling, and guessing the language of a text."""
