import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  type PutMetricAlarmInput,
} from '@aws-sdk/client-cloudwatch';
import { breachingPeriods } from '../../src/cloudwatch/breaching-periods';
import { evaluateOnce } from '../../src/cloudwatch/alarm-evaluation';
import { startAccount, type Account } from '../local-account';

const Namespace = 'Tests';
const minute = 60_000;

let account: Account;
beforeAll(async () => {
  account = await startAccount();
});
afterAll(() => account.aws.stop());

const put = (MetricName: string, minutesAgo: number, Value = 1) =>
  account.cloudWatch.send(
    new PutMetricDataCommand({
      Namespace,
      MetricData: [{ MetricName, Value, Timestamp: new Date(Date.now() - minutesAgo * minute) }],
    }),
  );

/** An alarm that needs two of three minutes; returns the state that it is given, which it then has. */
async function stateOf(AlarmName: string, alarm: Partial<PutMetricAlarmInput>) {
  await account.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      ...alarm,
    }),
  );
  const state = await evaluateOnce({ cloudWatch: account.cloudWatch, alarm: AlarmName });
  const { MetricAlarms } = await account.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
  );
  expect(MetricAlarms?.[0]?.StateValue).toBe(state);
  return state;
}

const oneMetric = (MetricName: string) => ({ Namespace, MetricName, Statistic: 'Sum', Period: 60 }) as const;
const sumOf = (...names: string[]) => ({
  Metrics: [
    ...names.map((MetricName) => ({
      Id: MetricName.toLowerCase(),
      ReturnData: false,
      MetricStat: { Metric: { Namespace, MetricName }, Period: 60, Stat: 'Sum' },
    })),
    {
      Id: 'all',
      ReturnData: true,
      Expression: names.map((name) => `FILL(${name.toLowerCase()}, 0)`).join(' + '),
    },
  ],
});

test('an alarm fires when as many periods breach as it says, of one metric or of a sum', async () => {
  await put('A', 0.5, 3);
  await put('B', 0.5, 2);
  await put('A', 1.5, 9);
  expect(await stateOf('sum', sumOf('A', 'B'))).toBe('ALARM');
  expect(await stateOf('one', oneMetric('A'))).toBe('OK');
  await put('A', 2.5, 5);
  expect(await stateOf('one', oneMetric('A'))).toBe('ALARM');
});

test('periods without data breach or not, as the alarm says, and older ones do not count', async () => {
  await put('Old', 4, 9);
  await put('Old', 5, 9);
  expect(await stateOf('old', oneMetric('Old'))).toBe('OK');
  const heartbeat = { ...oneMetric('Old'), ComparisonOperator: 'LessThanThreshold' } as const;
  expect(await stateOf('heartbeat', { ...heartbeat, TreatMissingData: 'breaching' })).toBe('ALARM');
  expect(await stateOf('silent', { ...heartbeat, TreatMissingData: 'notBreaching' })).toBe('OK');
});

test('what it does not evaluate is refused by name, since a wrong OK would hide a failure', async () => {
  await expect(stateOf('missing', { ...oneMetric('A'), TreatMissingData: 'ignore' })).rejects.toThrow(
    'missing data as ignore is not evaluated here',
  );
  const greater = { ...oneMetric('A'), ComparisonOperator: 'GreaterThanThreshold' } as const;
  await expect(stateOf('greater', greater)).rejects.toThrow('GreaterThanThreshold is not evaluated here');
  const Metrics = [{ Id: 'all', ReturnData: true, Expression: 'MAX(METRICS())' }];
  expect(() => breachingPeriods({ Metrics }, () => 1)).toThrow('"MAX(METRICS())" is not evaluated here');
});
