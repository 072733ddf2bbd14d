import { overdueSeconds, usageCheckOverdueClaims, usageCheckOverdueSeconds } from '../../../ledger/times';
import { jsonata, quoted } from '../language/jsonata';
import { choice, fail, task } from '../language/states';
import { awsRetry, queryRetry } from '../steps/aws-retry';
import { scan } from '../steps/dynamodb';
import { on } from '../steps/errors';
import { word } from '../steps/ledger-words';
import { inHours, now } from '../steps/time';
import { need } from './permissions';
import { openItems } from './tables';

/** Of a page, whose 120 bytes an item must stay below the 256 KiB of a state's result. */
const itemsOfPage = 1_500;

/** What a run knows of the open items before it has measured any. */
export const nothingMeasured = { openEvents: 0, oldestTimestamp: [], overdue: 0, openPage: {} };

const items = jsonata`$states.result.Items`;
const eventTimestamps = jsonata`${items}[openState.S = ${quoted(word('pending'))}].timestamp.$number(N)`;
const nextPage = jsonata`$states.result.LastEvaluatedKey`;

const attempts = jsonata`$number([attempts.N, 0][0])`;
const isOverdueEvent = jsonata`$number(timestamp.N) < ${now} - ${overdueSeconds}`;
const isOverdueCheck = jsonata`${attempts} >= ${usageCheckOverdueClaims} or
  $number(dueAt.N) < ${now} - ${inHours(usageCheckOverdueSeconds)}`;

export const measureOpenItems = task({
  Comment: 'The index has open items alone. A usage check has no timestamp, and is overdue by its claims.',
  ...scan(
    openItems,
    ({ TableName, IndexName }) => jsonata`$merge([{'TableName': ${quoted(TableName)},
      'IndexName': ${quoted(IndexName)},
      'ProjectionExpression': 'openState, dueAt, attempts, #timestamp',
      'ExpressionAttributeNames': {'#timestamp': 'timestamp'},
      'Limit': ${itemsOfPage}}, $openPage])`,
  ),
  Assign: {
    openEvents: jsonata`$openEvents + $count(${eventTimestamps})`,
    oldestTimestamp: jsonata`[$min($append($oldestTimestamp, ${eventTimestamps}))]`,
    overdue: jsonata`$overdue + $count(${items}[openState.S = ${quoted(word('needs-person'))} or
      ($exists(timestamp) ? ${isOverdueEvent} : ${isOverdueCheck})])`,
    openPage: jsonata`$exists(${nextPage}) ? {'ExclusiveStartKey': ${nextPage}} : {}`,
  },
  ...queryRetry,
  Next: 'CheckAllMeasured',
});

export const checkAllMeasured = choice({
  Choices: [{ Condition: jsonata`$exists($openPage.ExclusiveStartKey)`, Next: 'MeasureOpenItems' }],
  Default: 'PublishMetrics',
});

const oldestAge = jsonata`$max([0, ${now} - $min($oldestTimestamp)])`;

export const publishMetrics = task({
  Comment: 'A run that ended early fails, but only after its figures are published.',
  Resource: 'arn:aws:states:::aws-sdk:cloudwatch:putMetricData',
  Arguments: {
    Namespace: '${metricNamespace}',
    MetricData: [
      { MetricName: '${openMetric}', Unit: 'Count', Value: jsonata`$openEvents` },
      {
        MetricName: '${oldestOpenMetric}',
        Unit: 'Seconds',
        Value: jsonata`$openEvents = 0 ? 0 : ${oldestAge}`,
      },
      { MetricName: '${overdueMetric}', Unit: 'Count', Value: jsonata`$overdue` },
    ],
  },
  Output: { runError: jsonata`$runError = '' ? '' : $error($runError)` },
  ...awsRetry('States.QueryEvaluationError'),
  Catch: [on(['States.QueryEvaluationError'], { Next: 'RunEndedEarly' })],
  End: true,
  needs: [need('PublishMetrics', 'cloudwatch:PutMetricData')],
});

export const runEndedEarly = fail({ Error: 'RunEndedEarly', Cause: jsonata`$runError` });
