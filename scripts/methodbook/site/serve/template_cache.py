"""Templates compiled once for the four environments of a build, and not again while their source is the same."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Templates(BytecodeCache):
    """Templates as compiled, for all languages' environments: by name and place, as long as the source is the same."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja, which compares the source."""
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja for a template it has compiled."""
        self.compiled[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Templates()
