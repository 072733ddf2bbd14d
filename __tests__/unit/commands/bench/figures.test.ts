import { costOf, totalOf } from '../../../../commands/bench/cost';
import { idleMonth, monthlyResources } from '../../../../commands/bench/idle';
import { measureUses, type Uses } from '../../../../commands/bench/uses';
import { environmentNames } from '../../../../settings/environment-names';
import { ServiceProcessingStack } from '../../../../stacks/service-processing';
import { StripeSecretStack } from '../../../../stacks/stripe-secret';
import { readDocument } from '../../../helpers/documents';
import { synthesized } from '../../../helpers/synthesized';

const figures = readDocument('docs/figures.md');

/** The figure of a row of the table. */
function stated(what: string): string | undefined {
  const row = figures.split('\n').find((line) => line.startsWith(`| ${what} `));
  return row?.split('|')[2]?.trim();
}

const rounded = (value: number) => String(Math.round(value * 10) / 10);
const dollars = (value: number) => `$${value.toFixed(2)}`;

let uses: Uses;

beforeAll(async () => {
  uses = await measureUses();
});

test('docs/figures.md states the state transitions of the deployed definitions', () => {
  const { billedFile, recoveredEvent, usageCheck, idleRun } = uses;
  expect({
    'State transitions for each billed file, without those of the child': rounded(billedFile.stateTransition),
    'State transitions for each event that recovery sends': rounded(recoveredEvent.stateTransition),
    "State transitions for each comparison of a customer's hour": rounded(usageCheck.stateTransition),
    'State transitions for each run of recovery that finds nothing': rounded(idleRun.stateTransition),
  }).toEqual({
    'State transitions for each billed file, without those of the child': stated(
      'State transitions for each billed file, without those of the child',
    ),
    'State transitions for each event that recovery sends': stated(
      'State transitions for each event that recovery sends',
    ),
    "State transitions for each comparison of a customer's hour": stated(
      "State transitions for each comparison of a customer's hour",
    ),
    'State transitions for each run of recovery that finds nothing': stated(
      'State transitions for each run of recovery that finds nothing',
    ),
  });
});

test('docs/figures.md states what AWS charges for a thousand files and for an idle month', () => {
  expect(stated('AWS, 1,000 billed files, prices of Tokyo')).toBe(
    dollars(totalOf(costOf(uses.billedFile, 1_000))),
  );
  for (const name of environmentNames) {
    const month = totalOf(idleMonth(name, uses.idleRun));
    expect(stated('AWS, a month in which nothing happens, for each workspace')).toBe(dollars(month));
  }
});

test.each(environmentNames)('%s costs at most $3 a month while nothing happens', (name) => {
  expect(totalOf(idleMonth(name, uses.idleRun))).toBeLessThanOrEqual(3);
});

test.each(environmentNames)('what costs money every month in %s is what its stacks create', (name) => {
  const stack = synthesized(ServiceProcessingStack, name);
  const resource = stack.terraform.resource as Record<string, Record<string, { metric_query?: object[] }>>;
  const alarmMetrics = Object.values(resource.aws_cloudwatch_metric_alarm ?? {}).map(
    // A query without a metric is an expression.
    ({ metric_query: queries = [{ metric: {} }] }) => queries.filter((query) => 'metric' in query).length,
  );
  expect(monthlyResources).toMatchObject({
    alarmMetric: alarmMetrics.reduce((sum, metrics) => sum + metrics, 0),
    dashboard: stack.count('aws_cloudwatch_dashboard'),
    secret: synthesized(StripeSecretStack, name).count('aws_secretsmanager_secret'),
  });
  const machines = Object.values(resource.aws_sfn_state_machine ?? {});
  const published = new Set(JSON.stringify(machines).match(/MetricName[\\" :]+\w+/g));
  expect(published.size).toBe(monthlyResources.customMetric);
});
