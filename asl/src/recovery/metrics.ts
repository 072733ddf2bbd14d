import { overdueSeconds } from '../../../ledger/times';
import { jsonata } from '../language/jsonata';
import { fail, task } from '../language/states';
import { awsRetry, queryRetry } from '../steps/aws-retry';
import { query, text } from '../steps/dynamodb';
import { on } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { now } from '../steps/time';
import { need } from './permissions';
import { openItems } from './tables';

const mostMeasured = 3_000;

export const measureOpenEvents = task({
  Comment: `Events alone, at most ${mostMeasured.toLocaleString('en-US')}: a usage check has no customerId.`,
  ...query(openItems, (index) => ({
    ...index,
    KeyConditionExpression: 'openState = :pending',
    FilterExpression: 'attribute_exists(customerId)',
    ProjectionExpression: '#timestamp',
    ExpressionAttributeNames: { '#timestamp': 'timestamp' },
    ExpressionAttributeValues: { ':pending': text(word('pending')) },
    Limit: mostMeasured,
  })),
  Assign: { openTimestamps: jsonata`[$states.result.Items.$number(timestamp.N)]` },
  ...queryRetry,
  Next: 'CountNeedsPerson',
});

export const countNeedsPerson = task({
  ...query(openItems, (index) => ({
    ...index,
    KeyConditionExpression: 'openState = :needsPerson',
    ExpressionAttributeValues: { ':needsPerson': text(word('needs-person')) },
    Select: 'COUNT',
  })),
  Assign: { needsPerson: jsonata`$states.result.Count` },
  ...queryRetry,
  Next: 'PublishMetrics',
});

const open = jsonata`$count($openTimestamps)`;
const oldestAge = jsonata`$max([0, ${now} - $min($openTimestamps)])`;

export const publishMetrics = task({
  Comment: 'A run that ended early fails, but only after its figures are published.',
  Resource: 'arn:aws:states:::aws-sdk:cloudwatch:putMetricData',
  Arguments: {
    Namespace: '${metricNamespace}',
    MetricData: [
      { MetricName: '${openMetric}', Unit: 'Count', Value: open },
      { MetricName: '${oldestOpenMetric}', Unit: 'Seconds', Value: jsonata`${open} = 0 ? 0 : ${oldestAge}` },
      {
        MetricName: '${overdueMetric}',
        Unit: 'Count',
        Value: jsonata`$needsPerson + $count($openTimestamps[$ < ${now} - ${overdueSeconds}])`,
      },
    ],
  },
  Output: { runError: jsonata`$runError = '' ? '' : $error($runError)` },
  ...awsRetry('States.QueryEvaluationError'),
  Catch: [on(['States.QueryEvaluationError'], { Next: 'RunEndedEarly' })],
  End: true,
  needs: [need('PublishMetrics', 'cloudwatch:PutMetricData')],
});

export const runEndedEarly = fail({ Error: 'RunEndedEarly', Cause: jsonata`$runError` });
