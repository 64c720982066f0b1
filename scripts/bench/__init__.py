"""Benchmarks: promises of the handbook as figures that anyone can print."""
