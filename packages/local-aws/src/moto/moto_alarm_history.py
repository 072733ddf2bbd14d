"""DescribeAlarmHistory of one alarm's states, which moto lacks. It keeps no other history; what selects is refused."""

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

SELECTING = ("AlarmContributorId", "AlarmTypes", "EndDate", "HistoryItemType", "NextToken", "ScanBy", "StartDate")


def describe_alarm_history(response):
    for name in SELECTING:
        if response._get_param(name):
            raise NotImplementedError(f"DescribeAlarmHistory with {name}")
    alarm_name = response._get_param("AlarmName")
    if not alarm_name:
        raise NotImplementedError("DescribeAlarmHistory without AlarmName")
    alarm = response.cloudwatch_backend.alarms.get(alarm_name)
    items = state_updates(alarm) if alarm else []
    return ActionResult({"AlarmHistoryItems": items[: response._get_param("MaxRecords") or 100]})


def state_updates(alarm):
    """The latest first. moto keeps each state that ended, and the present one apart from them."""
    states = [(state, at) for _, _, _, state, at in alarm.history]
    states.append((alarm.state_value, alarm.state_updated_timestamp))
    return [
        {
            "AlarmName": alarm.name,
            "AlarmType": "MetricAlarm",
            "Timestamp": at,
            "HistoryItemType": "StateUpdate",
            "HistorySummary": f"Alarm updated from {before} to {state}",
        }
        for (before, _), (state, at) in zip(states, states[1:])
        if before != state
    ][::-1]


CloudWatchResponse.describe_alarm_history = describe_alarm_history
