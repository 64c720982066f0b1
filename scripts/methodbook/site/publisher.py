"""Who publishes the handbook, as `docs/_data/publisher.yaml` says."""

from collections.abc import Mapping

from methodbook.languages import book


def publisher() -> Mapping[str, str]:
    """Name, address, email and contact of who answers for the handbook; what is not known is empty.

    `href` is where readers write: the contact, which is a page, else the e-mail address. Raises DataError when the file
    cannot be read.
    """
    known = book("publisher.yaml")
    named = known if isinstance(known, dict) else {}
    own = {name: str(named.get(name) or "").strip() for name in ("name", "address", "email", "contact")}
    return {**own, "href": own["contact"] or (f"mailto:{own['email']}" if own["email"] else "")}


def missing_publisher() -> tuple[str, ...]:
    """What must be filled in before the handbook is published; an e-mail address will do as contact."""
    own = publisher()
    return tuple(name for name, key in (("name", "name"), ("address", "address"), ("contact", "href")) if not own[key])
