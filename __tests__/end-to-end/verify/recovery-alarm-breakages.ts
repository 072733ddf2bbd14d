import { alarm, ringing } from './alarm-changes';
import { deploy, type Breakage } from './breakage';
import { anHourLater } from './later';

/** The alarms that look at the ledger and at recovery. */
export const recoveryAlarmBreakages: Breakage[] = [
  {
    line: 'overdue-alarm',
    wrong: 'it looks at another metric',
    make: alarm(() => ({ MetricName: 'StripeMeterEventsOpen' }), 'overdueAlarm'),
    seen: /^metric is siftbeam\/billing-test StripeMeterEventsOpen, not siftbeam\/billing-test StripeMeterEventsOverdue$/,
    remedy: deploy,
  },
  {
    line: 'overdue-alarm-actions',
    wrong: 'the actions are switched off',
    make: alarm(() => ({ ActionsEnabled: false }), 'overdueAlarm'),
    seen: /are switched off/,
    remedy: /^aws cloudwatch enable-alarm-actions --alarm-names StripeMeterEventsOverdue-test/,
  },
  {
    line: 'overdue-alarm-state',
    wrong: 'an event is overdue',
    make: ringing('overdueAlarm', 'Threshold Crossed: 1 datapoint [2.0].'),
    seen: /^ALARM: Threshold Crossed/,
    remedy: /^npm run meter-events -- --workspace test$/,
  },
  {
    line: 'recovery-silent-alarm',
    wrong: 'it does not fire when nothing runs at all',
    make: alarm(() => ({ TreatMissingData: 'notBreaching' }), 'recoverySilentAlarm'),
    seen: /^missing data is notBreaching, not breaching$/,
    remedy: deploy,
  },
  {
    line: 'recovery-silent-alarm-actions',
    wrong: 'the alarm has no action',
    make: alarm(() => ({ AlarmActions: [] }), 'recoverySilentAlarm'),
    seen: /it notifies nobody/,
    remedy: deploy,
  },
  {
    line: 'recovery-silent-alarm-state',
    wrong: 'no run succeeded',
    // That of a recovery which was deployed minutes ago tells nothing.
    make: anHourLater(ringing('recoverySilentAlarm', 'Threshold Crossed: no datapoints were received.')),
    seen: /^ALARM: Threshold Crossed/,
    remedy: /^aws stepfunctions start-execution --state-machine-arn \S+:StripeMeterEventRecovery-test /,
    repair: { notHere: "the half an hour is on the command's clock alone" },
  },
];
