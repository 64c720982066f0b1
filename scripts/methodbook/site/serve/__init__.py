"""What `serve` adds: an error shown on the page, caches, the server."""
