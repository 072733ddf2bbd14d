import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { inRegion, orchestrator } from '../../helpers/deployment-roles';
import { synthesized } from '../../helpers/synthesized';

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title: string; region?: string; query?: string; metrics?: string[][]; alarms?: string[] };
}

const dashboard = synthesized(ServiceProcessingStack, 'live').resource('aws_cloudwatch_dashboard');
const widgets: Widget[] = JSON.parse(dashboard.dashboard_body).widgets;
const widget = (title: string) => {
  const found = widgets.find(({ properties }) => properties.title === title);
  if (!found) {
    throw new Error(`no widget "${title}"`);
  }
  return found;
};
const metricsOf = (title: string) => widget(title).properties.metrics;

test('waits for nothing and names no key: its whole body is known before anything is deployed', () => {
  expect(dashboard.dashboard_name).toBe('StripeMeterEvents');
  expect(dashboard.dashboard_body).not.toContain('${');
});

test('shows the state of every alarm first', () => {
  expect(widgets[0]).toMatchObject({ type: 'alarm', x: 0, y: 0 });
  expect(widgets[0]?.properties.alarms).toEqual(
    ['StripeMeterSendFailure', 'StripeMeterEventsOverdue', 'StripeMeterRecoverySilent'].map((name) =>
      inRegion('cloudwatch', `alarm:${name}`),
    ),
  );
});

test('shows what recovery publishes: open, overdue and the age of the oldest', () => {
  expect(metricsOf('Meter events that are open or overdue')).toEqual([
    ['siftbeam/billing', 'StripeMeterEventsOpen'],
    ['siftbeam/billing', 'StripeMeterEventsOverdue'],
  ]);
  expect(metricsOf('Age of the oldest open meter event (seconds)')).toEqual([
    ['siftbeam/billing', 'StripeMeterEventsOldestOpen'],
  ]);
});

test.each([
  ['Executions of the orchestrator', orchestrator()],
  ['Executions of recovery', orchestrator('StripeMeterEventRecovery')],
])('%s are shown in every way in which they end', (title, arn) => {
  expect(metricsOf(title)).toEqual(
    ['Started', 'Succeeded', 'Failed', 'Aborted', 'TimedOut'].map((end) => [
      'AWS/States',
      `Executions${end}`,
      'StateMachineArn',
      arn,
    ]),
  );
});

test('counts responses and sent events in the logs of both state machines, which costs only while somebody looks', () => {
  const sources =
    "SOURCE '/aws/vendedlogs/states/ServiceProcessingOrchestrator' | SOURCE '/aws/vendedlogs/states/StripeMeterEventRecovery' | ";
  const queries = widgets.flatMap(({ properties }) => properties.query ?? []);
  expect(queries).toHaveLength(2);
  for (const query of queries) {
    expect(query.startsWith(sources)).toBe(true);
  }
  expect(widget('Meter events sent').properties.query).toContain(
    'details.name in ["RecordMeterEventSent", "RecordSent"]',
  );
});

test('lets no two widgets overlap on the grid of 24 columns, and names the region of each that has one', () => {
  const cells = widgets.flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, cell) => [x + (cell % width), y + Math.floor(cell / width)]),
  );
  expect(Math.max(...cells.map(([column = 0]) => column))).toBeLessThan(24);
  expect(new Set(cells.map(String)).size).toBe(cells.length);
  expect(widgets.filter(({ type }) => type !== 'alarm').map(({ properties }) => properties.region)).toEqual(
    Array(widgets.length - 1).fill('ap-northeast-1'),
  );
});
