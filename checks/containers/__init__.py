"""What holds other files: mails, archives, mailboxes. Opens them to the documents inside, under one budget.

Nothing is written to disk, nothing is fetched, and no name from inside is ever used as a path.
"""

from __future__ import annotations

from checks.containers.detect import is_container
from checks.containers.member import MAX_OPENED, Budget, Member
from checks.containers.unpack import unpack

__all__ = ["MAX_OPENED", "Budget", "Member", "is_container", "unpack"]
