import { partsOfArn } from '../arn';
import type { CreateScheduleInput, GetScheduleOutput } from '@aws-sdk/client-scheduler';
import { AwsError, unsupported } from '../endpoint/errors';
import { isJson } from '../json';

/** A schedule that starts executions of a state machine at a rate. */
export interface RateSchedule {
  readonly intervalSeconds: number;
  readonly stateMachineArn: string;
  readonly roleArn: string;
  /** JSON text. */
  readonly input: string;
}

const secondsOf: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };
const targetFields = ['Arn', 'RoleArn', 'Input', 'RetryPolicy', 'DeadLetterConfig'];

/**
 * Reads a schedule.
 *
 * @throws AwsError ValidationException for what EventBridge Scheduler rejects, UnsupportedOperation naming what it
 *   offers and the local one does not: `cron` and `at`, flexible time windows, targets other than a state machine
 */
export function rateSchedule(schedule: CreateScheduleInput | GetScheduleOutput): RateSchedule {
  const { ScheduleExpression = '', FlexibleTimeWindow, Target } = schedule;
  const intervalSeconds = secondsBetween(ScheduleExpression);
  if (FlexibleTimeWindow?.Mode !== 'OFF') {
    throw unsupported('Scheduler', `FlexibleTimeWindow ${FlexibleTimeWindow?.Mode}`);
  }
  const field = Object.keys(Target ?? {}).find((name) => !targetFields.includes(name));
  if (field !== undefined) {
    throw unsupported('Scheduler', `the field ${field} of a target`);
  }
  const { Arn = '', RoleArn = '', Input } = Target ?? {};
  const { service, resource } = partsOfArn(Arn);
  if (service !== 'states' || !/^stateMachine:[^:]+$/.test(resource)) {
    throw unsupported('Scheduler', `the target ${Arn}`);
  }
  if (Input === undefined || Input.includes('<aws.scheduler.')) {
    throw unsupported('Scheduler', 'a target without Input of its own, or with context attributes in it');
  }
  if (!isJson(Input)) {
    throw new AwsError('ValidationException', 'Invalid Input: the input of a state machine must be JSON.');
  }
  return { intervalSeconds, stateMachineArn: Arn, roleArn: RoleArn, input: Input };
}

/** Source: EventBridge Scheduler user guide, "Schedule types": `rate(value unit)`. */
function secondsBetween(expression: string): number {
  if (/^(cron|at)\(.*\)$/.test(expression)) {
    throw unsupported('Scheduler', expression);
  }
  const [, value, unit] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (value === undefined || unit === undefined) {
    throw new AwsError('ValidationException', `Invalid Schedule Expression ${expression}.`);
  }
  return Number(value) * secondsOf[unit]!;
}
