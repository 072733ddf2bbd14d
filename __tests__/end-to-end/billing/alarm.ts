import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { until } from '../../helpers/until';
import type { Deployed } from '../../helpers/deployed';

const meterEvents = '/v1/billing/meter_events';

/** What StripeMeterSendFailure sees of the last ten minutes, counted by its own queries. */
export function alarm(current: () => Deployed): void {
  test('stays silent after an upload that was billed, or nobody would believe it', async () => {
    await current().run(await current().upload());
    expect(await queriesOf(current())).toMatchObject({ unbilled: 0, threshold: 1 });
  });

  test('counts a caught failure of Stripe, which leaves ExecutionsFailed at 0', async () => {
    const { services, upload, run } = current();
    services.stripe.faults.add({ path: meterEvents, kind: 'status', status: 403, times: 1 });
    expect(await run(await upload())).toMatchObject({ status: 'SUCCEEDED' });
    expect(await queriesOf(current())).toMatchObject({ caught: 1, failed: 0, unbilled: 1 });
  });

  test('counts a failed execution', async () => {
    expect(await current().run({})).toMatchObject({ status: 'FAILED' });
    expect(await queriesOf(current())).toMatchObject({ failed: 1, unbilled: 2 });
  });

  test('counts an execution that somebody stopped before it billed', async () => {
    const { services, stateMachineArn, upload, attempts } = current();
    const input = await upload();
    services.stripe.faults.add({ path: meterEvents, kind: 'hang', times: 1 });
    const { executionArn } = await services.clients.states.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    await until(() => attempts(input).length > 0);
    await services.clients.states.send(new StopExecutionCommand({ executionArn }));
    expect(await queriesOf(current())).toMatchObject({ aborted: 1, unbilled: 3 });
  });
}

/** The sum of each metric by its query's id, and of the alarm's expression, which adds them. */
async function queriesOf({ services, environment }: Deployed): Promise<Record<string, number>> {
  const { cloudWatch } = services.clients;
  const { MetricAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [environment.names.alarm] }),
  );
  const { Metrics = [], Threshold = NaN } = MetricAlarms[0] ?? {};
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 600_000),
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

/** moto takes no expression but an id; this one is a sum of `FILL(id, 0)`. */
function evaluated(expression: string, sums: Record<string, number>): number {
  const terms = expression.split(' + ').map((term) => /^FILL\((\w+), 0\)$/.exec(term)?.[1]);
  return terms.reduce((total, id) => total + (id === undefined ? NaN : (sums[id] ?? NaN)), 0);
}
