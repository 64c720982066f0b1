"""The checklists: what stands on each, which ids were published, and the files to take away."""
