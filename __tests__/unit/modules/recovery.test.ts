import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { minutesInAlarm, type SynthesizedAlarm } from '../../helpers/alarm-evaluation';
import { synthesized } from '../../helpers/synthesized';

const live = synthesized(ServiceProcessingStack, 'live');
const inTest = synthesized(ServiceProcessingStack, 'test');
const alarmOf = (name: string): SynthesizedAlarm & Record<string, unknown> =>
  live.resource('aws_cloudwatch_metric_alarm', `recovery_${name}-alarm`);
const every = (minutes: number, until: number, value = 1) =>
  Array.from({ length: Math.ceil(until / minutes) }, (_, index) => ({
    id: 'metric',
    minute: index * minutes,
    value,
  }));

describe('the ledger', () => {
  const table = live.resource('aws_dynamodb_table', 'ledger_table');

  test('lists open items by due time and events of a customer by timestamp, each with what recovery reads of it', () => {
    expect(table).toMatchObject({ name: 'siftbeam-stripe-meter-events', hash_key: 'identifier' });
    expect(table.global_secondary_index).toEqual([
      {
        name: 'open',
        hash_key: 'openState',
        range_key: 'dueAt',
        projection_type: 'INCLUDE',
        non_key_attributes: ['attempts', 'customerId', 'timestamp'],
      },
      {
        name: 'customer',
        hash_key: 'customerId',
        range_key: 'timestamp',
        projection_type: 'INCLUDE',
        non_key_attributes: ['value', 'status', 'sentAt'],
      },
    ]);
  });

  test('costs what is used, can be restored, and lets nothing expire, which could be billed twice then', () => {
    expect(table.billing_mode).toBe('PAY_PER_REQUEST');
    expect(table.point_in_time_recovery).toEqual({ enabled: true });
    expect(table).not.toHaveProperty('ttl');
  });

  test('is deleted by nobody in live, neither through AWS nor through Terraform; test may be thrown away', () => {
    const protection = ({ deletion_protection_enabled: byAws, lifecycle }: typeof table) => [
      byAws,
      lifecycle.prevent_destroy,
    ];
    expect(protection(table)).toEqual([true, true]);
    expect(protection(inTest.resource('aws_dynamodb_table', 'ledger_table'))).toEqual([false, false]);
  });
});

describe('the schedule', () => {
  const scheduleOf = (changed = {}) =>
    synthesized(ServiceProcessingStack, 'live', changed).resource('aws_scheduler_schedule');

  test('starts recovery every six minutes on the minute, or as often as the settings say', () => {
    expect(scheduleOf()).toMatchObject({
      state: 'ENABLED',
      schedule_expression: 'rate(6 minutes)',
      flexible_time_window: { mode: 'OFF' },
      target: { arn: '${aws_sfn_state_machine.recovery_state-machine_machine.arn}', input: '{}' },
    });
    const pace = { concurrency: 1, requestsPerSecond: 1 };
    const expressionOf = (intervalMinutes: number) =>
      scheduleOf({ recovery: { ...pace, intervalMinutes } }).schedule_expression;
    // AWS refuses "rate(1 minutes)".
    expect([expressionOf(1), expressionOf(10)]).toEqual(['rate(1 minute)', 'rate(10 minutes)']);
  });

  test('gives up a start within a minute, because the next run does the same work', () => {
    expect(scheduleOf().target.retry_policy).toEqual({
      maximum_event_age_in_seconds: 60,
      maximum_retry_attempts: 2,
    });
  });
});

describe('StripeMeterEventsOverdue', () => {
  const alarm = alarmOf('overdue');

  test('watches what recovery publishes in its own namespace, by its worst figure', () => {
    expect(alarm).toMatchObject({
      alarm_name: 'StripeMeterEventsOverdue',
      namespace: 'siftbeam/billing',
      metric_name: 'StripeMeterEventsOverdue',
      statistic: 'Maximum',
    });
    expect(alarm.alarm_description).toMatch(/ docs\/runbook\.md#stripemetereventsoverdue$/);
  });

  test.each([1, 5, 10])(
    'stays in alarm while an event is overdue, with a run every %d minutes, and is silent at 0 and without data',
    (interval) => {
      const minutes = minutesInAlarm(alarm, every(interval, 120), 120);
      expect(minutes[0]).toBeLessThanOrEqual(5);
      expect(minutes).toEqual(minutes.map((_, index) => minutes[0]! + index));
      expect(minutes.at(-1)).toBe(120);
      expect(minutesInAlarm(alarm, every(interval, 120, 0), 120)).toEqual([]);
      expect(minutesInAlarm(alarm, [], 120)).toEqual([]);
    },
  );
});

describe('StripeMeterRecoverySilent', () => {
  const alarm = alarmOf('silent');

  test('watches the executions of recovery that succeed', () => {
    expect(alarm).toMatchObject({
      alarm_name: 'StripeMeterRecoverySilent',
      namespace: 'AWS/States',
      metric_name: 'ExecutionsSucceeded',
      dimensions: { StateMachineArn: '${aws_sfn_state_machine.recovery_state-machine_machine.arn}' },
    });
    expect(alarm.alarm_description).toMatch(/ docs\/runbook\.md#stripemeterrecoverysilent$/);
  });

  test.each([1, 5, 10])('is silent with a run every %d minutes, also when a run fails', (interval) => {
    const runs = every(interval, 120).filter(({ minute }) => minute !== 60);
    expect(minutesInAlarm(alarm, runs, 120).filter((minute) => minute > 35)).toEqual([]);
  });

  test('fires half an hour after the last run that succeeded, whether others fail or none is started', () => {
    const last = every(5, 65);
    const failing = [...last, ...every(5, 120, 0).filter(({ minute }) => minute > 65)];
    for (const points of [last, failing]) {
      const [first = NaN] = minutesInAlarm(alarm, points, 120).filter((minute) => minute > 35);
      expect(first).toBeGreaterThanOrEqual(60 + 30);
      expect(first).toBeLessThanOrEqual(60 + 40);
    }
  });
});
