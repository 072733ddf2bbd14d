import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { alarmDifferences, metricAlarmDifferences } from '../../../../commands/verify/alarm-differences';
import { definitionDifferences } from '../../../../commands/verify/definition-differences';
import { trustDifferences } from '../../../../commands/verify/trust-differences';
import { recoverySilentAlarm } from '../../../../modules/recovery-metrics';
import { executionTrustPolicy } from '../../../../modules/policies/execution-trust';
import { sendFailureQueries, sendFailureThreshold } from '../../../../modules/send-failure-metrics';

describe('a trust policy', () => {
  const wanted = {
    accountId: '002689294103',
    stateMachineArn: 'arn:aws:states:r:002689294103:stateMachine:m',
  };
  const [statement] = executionTrustPolicy(wanted).Statement;
  const differences = (...statements: object[]) =>
    trustDifferences(
      JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      executionTrustPolicy(wanted),
      'Step Functions for this state machine',
    );

  test('is the same as AWS returns it, with lists of one and without the Sid', () => {
    const rest = { ...statement!, Sid: undefined };
    expect(
      differences({ ...rest, Action: ['sts:AssumeRole'], Principal: { Service: ['states.amazonaws.com'] } }),
    ).toEqual([]);
  });

  test('without conditions admits Step Functions of any account, as the console creates it', () => {
    const rest = { ...statement!, Condition: undefined };
    expect(differences(rest)).toEqual([
      'does not admit Step Functions for this state machine',
      'also admits {"Service":"states.amazonaws.com"}',
    ]);
  });

  test('that denies its own service is named, because then nothing runs', () => {
    expect(differences(statement!, { ...statement!, Effect: 'Deny' })).toEqual([
      expect.stringMatching(/^denies /),
    ]);
  });
});

describe('a definition', () => {
  const text = (definition: object) => JSON.stringify(definition);
  const expected = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } } };

  test('in another order is the same', () => {
    const { StartAt, States } = expected;
    expect(
      definitionDifferences(text({ States: { B: States.B, A: States.A }, StartAt }), text(expected)),
    ).toEqual([]);
  });

  test('names each state that is missing, changed or added, and each field', () => {
    const deployed = { StartAt: 'C', States: { A: { Type: 'Pass' }, C: { Type: 'Fail' } } };
    expect(definitionDifferences(text(deployed), text(expected))).toEqual([
      'StartAt differs',
      'the state A differs',
      'the state B is missing',
      "the state C is not the repository's",
    ]);
  });
});

test('a state inside a Map is named itself, since recovery works on its items in one', () => {
  const definition = (seconds: number) => {
    const inside = { Work: { Type: 'Wait', Seconds: seconds, End: true }, Rest: { Type: 'Pass', End: true } };
    const ItemProcessor = { StartAt: 'Work', States: inside };
    return JSON.stringify({ StartAt: 'Items', States: { Items: { Type: 'Map', ItemProcessor, End: true } } });
  };
  expect(definitionDifferences(definition(1), definition(2))).toEqual(['the state Work differs']);
  expect(definitionDifferences(definition(1), definition(1))).toEqual([]);
});

describe('an alarm on one metric', () => {
  const silent = recoverySilentAlarm('arn:recovery');
  const alarm: MetricAlarm = {
    Namespace: silent.namespace,
    MetricName: silent.metricName,
    Dimensions: [{ Name: 'StateMachineArn', Value: 'arn:recovery' }],
    Statistic: 'Sum',
    Period: silent.period,
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    EvaluationPeriods: silent.evaluationPeriods,
    DatapointsToAlarm: silent.datapointsToAlarm,
    TreatMissingData: 'breaching',
  };

  test('as the stack creates it has no difference', () => {
    expect(metricAlarmDifferences(alarm, silent)).toEqual([]);
  });

  test('that does not fire where nothing runs at all is named, for that is what it is there for', () => {
    const changed: MetricAlarm = { ...alarm, TreatMissingData: 'missing', Dimensions: [], Period: 60 };
    expect(metricAlarmDifferences(changed, silent)).toEqual([
      'dimension is none, not StateMachineArn arn:recovery',
      'period is 60, not 300',
      'missing data is missing, not breaching',
    ]);
  });
});

describe('an alarm', () => {
  const wanted = { stateMachineArn: 'arn:machine', metricNamespace: 'siftbeam/billing' };
  const alarm = (): MetricAlarm => ({
    ComparisonOperator: sendFailureThreshold.comparisonOperator,
    EvaluationPeriods: sendFailureThreshold.evaluationPeriods,
    DatapointsToAlarm: sendFailureThreshold.datapointsToAlarm,
    Threshold: 1,
    TreatMissingData: 'notBreaching',
    Metrics: sendFailureQueries({ ...wanted, metricName: 'StripeMeterEventsNotSent' }).map((query) => ({
      Id: query.id,
      ReturnData: query.returnData,
      Expression: query.expression,
      ...(query.metric && {
        MetricStat: {
          Stat: query.metric.stat,
          Period: query.metric.period,
          Metric: {
            Namespace: query.metric.namespace,
            MetricName: query.metric.metricName,
            Dimensions: Object.entries(query.metric.dimensions ?? {}).map(([Name, Value]) => ({
              Name,
              Value,
            })),
          },
        },
      }),
    })),
  });

  test('as the stack creates it has no difference', () => {
    expect(alarmDifferences(alarm(), wanted)).toEqual([]);
  });

  test("the guide's own, over ExecutionsFailed alone, misses caught failures", () => {
    const guide: MetricAlarm = {
      ...alarm(),
      Metrics: undefined,
      MetricName: 'ExecutionsFailed',
      TreatMissingData: 'missing',
    };
    expect(alarmDifferences(guide, wanted)).toEqual([
      'missing data is missing, not notBreaching',
      ...['unbilled', 'failed', 'timedout', 'aborted', 'caught'].map((id) => `the query "${id}" is missing`),
    ]);
  });

  test('of another state machine is another alarm', () => {
    const differences = alarmDifferences(alarm(), { ...wanted, stateMachineArn: 'arn:another' });
    expect(differences).toEqual(['failed', 'timedout', 'aborted'].map((id) => `the query "${id}" differs`));
  });
});
