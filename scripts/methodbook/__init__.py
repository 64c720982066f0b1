"""Toolbox of the Nordic method handbook."""
