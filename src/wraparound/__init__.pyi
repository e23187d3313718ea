from wraparound.chart import Chart as Chart
from wraparound.chart import Directory as Directory
from wraparound.conflict import review_conflicts as review_conflicts
from wraparound.errors import WraparoundError as WraparoundError
from wraparound.hooks import hookimpl as hookimpl
from wraparound.model.findings import Finding as Finding
from wraparound.model.findings import Review as Review
from wraparound.model.ids import new_id as new_id
from wraparound.policy import Policy as Policy
from wraparound.policy import choose_policy as choose_policy
from wraparound.program import Program as Program

__version__: str
__all__ = [
    "Chart",
    "Directory",
    "Finding",
    "Policy",
    "Program",
    "Review",
    "WraparoundError",
    "__version__",
    "choose_policy",
    "hookimpl",
    "new_id",
    "review_conflicts",
]
