"""Whether what somebody was to be told is still so, when the message goes out."""

from __future__ import annotations

from wraparound.hooks import Notification
from wraparound.model.grievance import ChangeRequest, Grievance
from wraparound.model.notification import NotificationKind
from wraparound.model.strategy import StepStatus
from wraparound.notices.occasions import task_in
from wraparound.process.stay import Stay

_OVER = frozenset({StepStatus.DONE, StepStatus.DROPPED})


def is_overtaken(notification: Notification, stay: Stay) -> bool:
    """Tell whether a message would say what is known not to be so any more.

    A meeting that moved is told of anew, a task that is done needs nobody, and a request that was
    answered is no longer open. A limit that was missed stays missed, and a finding was found.
    """
    wanted = next(iter(notification.about), "")
    match NotificationKind(notification.kind):
        case NotificationKind.MEETING_INVITATION:
            meeting = next((each for each in stay.meetings if each.id == wanted), None)
            if meeting is None or meeting.held is False:
                return True
            return str(meeting.on) != notification.facts.get("on")
        case NotificationKind.TASK_ASSIGNED:
            step = task_in(stay.plans, wanted)
            return step is None or step.status in _OVER
        case NotificationKind.REQUEST_UNANSWERED:
            requests = stay.chart.all(ChangeRequest)
            grievances = stay.chart.all(Grievance)
            open_still = {each.id for each in requests if each.answered_on is None}
            open_still |= {each.id for each in grievances if each.resolved_on is None}
            return wanted not in open_still
        case _:
            return False
