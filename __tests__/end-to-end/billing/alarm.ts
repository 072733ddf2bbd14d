import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { until } from '../../helpers/until';
import type { Deployed } from '../../helpers/deployed';

const meterEvents = '/v1/billing/meter_events';

/** By how much StripeMeterSendFailure's own queries grow: other tests may have failed uploads before. */
export function alarm(current: () => Deployed): void {
  test('stays silent after an upload that was billed, or nobody would believe it', async () => {
    const growth = await growthDuring(current(), async ({ run, upload }) => {
      await run(await upload());
    });
    expect(growth).toMatchObject({ unbilled: 0, threshold: 1 });
  });

  test('counts a caught failure of Stripe, which leaves ExecutionsFailed at 0', async () => {
    const growth = await growthDuring(current(), async ({ services, run, upload }) => {
      const input = await upload();
      const remove = services.stripe.faults.add({
        path: meterEvents,
        kind: 'status',
        status: 403,
        when: ({ identifier }) => identifier === input.processingHistoryId,
      });
      expect(await run(input)).toMatchObject({ status: 'SUCCEEDED' });
      remove();
    });
    expect(growth).toMatchObject({ caught: 1, failed: 0, unbilled: 1 });
  });

  test('counts a failed execution', async () => {
    const growth = await growthDuring(current(), async ({ run }) => {
      expect(await run({})).toMatchObject({ status: 'FAILED' });
    });
    expect(growth).toMatchObject({ failed: 1, unbilled: 1 });
  });

  test('counts an execution that somebody stopped before it billed', async () => {
    const growth = await growthDuring(current(), async ({ services, stateMachineArn, upload, attempts }) => {
      const input = await upload();
      const remove = services.stripe.faults.add({
        path: meterEvents,
        kind: 'hang',
        when: ({ identifier }) => identifier === input.processingHistoryId,
      });
      const { executionArn } = await services.clients.states.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
      );
      await until(() => attempts(input).length > 0);
      await services.clients.states.send(new StopExecutionCommand({ executionArn }));
      remove();
    });
    expect(growth).toMatchObject({ aborted: 1, unbilled: 1 });
  });
}

/** How much each sum grows while something happens; the threshold stands as it is. */
async function growthDuring(
  deployed: Deployed,
  happen: (deployed: Deployed) => Promise<void>,
): Promise<Record<string, number>> {
  // One start for both, so that nothing leaves the period between them.
  const start = new Date(Date.now() - 600_000);
  const before = await sumsSince(start, deployed);
  await happen(deployed);
  const { threshold = NaN, ...after } = await sumsSince(start, deployed);
  const growth = Object.entries(after).map(([id, sum]) => [id, sum - (before[id] ?? NaN)]);
  return { ...Object.fromEntries(growth), threshold };
}

/** The sum of each metric by its query's id, and of the alarm's expression, which adds them. */
async function sumsSince(
  StartTime: Date,
  { services, environment }: Deployed,
): Promise<Record<string, number>> {
  const { cloudWatch } = services.clients;
  const { MetricAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [environment.names.alarm] }),
  );
  const { Metrics = [], Threshold = NaN } = MetricAlarms[0] ?? {};
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime,
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: Metrics.filter(({ MetricStat }) => MetricStat).map(asked),
    }),
  );
  const sums = Object.fromEntries(
    MetricDataResults.map(({ Id = '', Values = [] }) => [Id, Values.reduce((sum, value) => sum + value, 0)]),
  );
  const alarming = Metrics.find(({ ReturnData }) => ReturnData);
  return { ...sums, [alarming?.Id ?? '']: evaluated(alarming?.Expression ?? '', sums), threshold: Threshold };
}

const asked = ({ Id, MetricStat }: MetricDataQuery) => ({ Id, MetricStat });

/** moto takes no expression but an id; this one is a sum of metrics. */
function evaluated(expression: string, sums: Record<string, number>): number {
  const terms = expression.split(' + ').map((term) => /^\w+$/.exec(term)?.[0]);
  return terms.reduce((total, id) => total + (id === undefined ? NaN : (sums[id] ?? NaN)), 0);
}
