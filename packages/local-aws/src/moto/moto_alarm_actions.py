"""EnableAlarmActions and DisableAlarmActions, which moto lacks. A name that does not exist changes nothing."""

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import EmptyResult


def setting(enabled):
    def set_actions(response):
        alarms = response.cloudwatch_backend.alarms
        for name in response._get_param("AlarmNames", []):
            if name in alarms:
                alarms[name].actions_enabled = enabled
        return EmptyResult()

    return set_actions


CloudWatchResponse.enable_alarm_actions = setting(True)
CloudWatchResponse.disable_alarm_actions = setting(False)
