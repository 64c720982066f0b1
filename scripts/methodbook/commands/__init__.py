"""What the commands do. A module here imports what its command needs, and nothing of the tests' packages."""


class CommandError(Exception):
    """A command cannot do what it was asked; the message says why in one line. `code` is the exit code."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code
