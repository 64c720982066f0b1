"""Who publishes the handbook, as `docs/_data/publisher.yaml` says."""

from dataclasses import dataclass, fields

from methodbook.languages import book

NEEDED = ("name", "address", "contact")
"""What a published handbook must say of its publisher; an e-mail address will do as contact."""


@dataclass(frozen=True)
class Publisher:
    """Who answers for the handbook; what is not known is empty."""

    name: str = ""
    address: str = ""
    email: str = ""
    contact: str = ""

    @property
    def href(self) -> str:
        """Where readers write: a page, else an e-mail address; empty when neither is known."""
        return self.contact or (f"mailto:{self.email}" if self.email else "")


def publisher() -> Publisher:
    """The publisher of the handbook. Raises DataError when the file cannot be read."""
    known = book("publisher.yaml")
    named = known if isinstance(known, dict) else {}
    return Publisher(**{field.name: str(named.get(field.name) or "").strip() for field in fields(Publisher)})


def missing_publisher() -> tuple[str, ...]:
    """The fields that must be filled in before the handbook is published, by name."""
    own = publisher()
    known = {"name": own.name, "address": own.address, "contact": own.href}
    return tuple(name for name in NEEDED if not known[name])
