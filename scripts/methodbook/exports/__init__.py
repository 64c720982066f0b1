"""The handbook to take away: made from the built site, when it is published."""
