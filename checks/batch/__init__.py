"""Many files at once, each read in a worker process that may die without ending the batch."""

from checks.batch.refs import Ref, refs
from checks.batch.result import Result
from checks.batch.run import Run, run
from checks.batch.work import Marker, check_ref
from checks.batch.worker import Limits

__all__ = ["Limits", "Marker", "Ref", "Result", "Run", "check_ref", "refs", "run"]
