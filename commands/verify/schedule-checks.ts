import { scheduleRate } from '../../modules/schedule-rate';
import { intervalMinutesOf } from '../../settings/recovery';
import { failed, passed, type Check, type Finding } from './check';
import type { Facts } from './facts';
import { runsFinding } from './recovery-runs';

/** What starts recovery, and how its last run ended. */
export function scheduleChecks(facts: Facts): Check[] {
  const { names } = facts.environment;
  return [
    {
      id: 'schedule',
      what: `Schedule ${names.recoverySchedule}`,
      actions: ['scheduler:GetSchedule'],
      look: () => scheduleFinding(facts),
    },
    {
      id: 'recovery-runs',
      what: `Runs of ${names.recoveryStateMachine}`,
      actions: [
        'states:DescribeStateMachine',
        'scheduler:GetSchedule',
        'states:ListExecutions',
        'states:DescribeExecution',
      ],
      look: () => runsFinding(facts),
    },
  ];
}

async function scheduleFinding(facts: Facts): Promise<Finding> {
  const { arns, remedies, environment } = facts;
  const schedule = await facts.schedule();
  if (!schedule) {
    return failed('does not exist: nothing that is open is sent', remedies.deploy);
  }
  const { State, ScheduleExpression, FlexibleTimeWindow, Target, StartDate, EndDate } = schedule;
  const rate = scheduleRate(intervalMinutesOf(environment.recovery));
  const differences = [
    State !== 'ENABLED' && `is ${State ?? 'in no state'}: nothing that is open is sent`,
    ScheduleExpression !== rate && `runs at ${ScheduleExpression}, not at ${rate}`,
    FlexibleTimeWindow?.Mode !== 'OFF' &&
      `may start a run up to ${FlexibleTimeWindow?.MaximumWindowInMinutes} minutes late`,
    StartDate && StartDate > new Date() && `does not begin before ${StartDate.toISOString()}`,
    EndDate && `ends ${EndDate.toISOString()}`,
    Target?.Arn !== arns.recoveryStateMachine && `starts ${Target?.Arn ?? 'nothing'}`,
    Target?.RoleArn !== arns.schedulerRole && `uses the role ${Target?.RoleArn ?? 'of nobody'}`,
  ].filter((difference) => typeof difference === 'string');
  if (differences.length > 0) {
    return failed(differences.join('; '), remedies.deploy);
  }
  return passed(`enabled, starts ${environment.names.recoveryStateMachine} at ${rate}`);
}
