import {
  CloudWatchLogsClient,
  type FilteredLogEvent,
  type FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { STSClient } from '@aws-sdk/client-sts';
import { logs } from '../../../../commands/logs';
import { eventText, executionEvent, isFailure } from '../../../../commands/logs/log-line';
import { sinceTime } from '../../../../commands/shared/since';
import { tail } from '../../../../commands/logs/tail';
import { environmentOf } from '../../../../settings/environments';
import { seen } from '../../../helpers/command';

const { accountId } = environmentOf('test');

const arn = 'arn:aws:states:r:1:execution:Orchestrator:1a2b3c4d-0000-4000-8000-000000000000';
const line = (id: number, type: string, details: object = {}, timestamp = id): FilteredLogEvent => ({
  eventId: `event-${id}`,
  timestamp,
  message: JSON.stringify({
    id: String(id),
    type,
    details,
    event_timestamp: String(timestamp),
    execution_arn: arn,
  }),
});
const event = (type: string, details: object = {}) =>
  executionEvent(line(1, type, details, 1_800_000_000_000))!;

describe('a line of the log', () => {
  test('shows time, execution, event, state and error', () => {
    expect(eventText(event('TaskStateEntered', { name: 'GetStripeAPIKey' }))).toBe(
      '2027-01-15T08:00:00.000Z 1a2b3c4d TaskStateEntered GetStripeAPIKey',
    );
    const details = {
      resourceType: 'http',
      resource: 'invoke',
      error: 'States.Http.StatusCode.401',
      cause: 'Un\nauthorized',
    };
    expect(eventText(event('TaskFailed', details))).toMatch(
      /TaskFailed http:invoke States.Http.StatusCode.401: Un authorized$/,
    );
  });

  test('that is not of an execution is skipped', () => {
    expect(executionEvent({ message: 'START' })).toBeUndefined();
    expect(executionEvent({ message: '{"hello":1}' })).toBeUndefined();
  });

  test.each([
    ['TaskFailed', {}, true],
    ['ExecutionTimedOut', {}, true],
    ['ExecutionAborted', {}, true],
    ['TaskStateEntered', { name: 'LogStripeMeterError' }, true],
    ['TaskStateEntered', { name: 'SendStripeMeterEvent' }, false],
    ['ExecutionSucceeded', {}, false],
  ])('%s %j: a failure, or a failed send that was caught? %p', (type, details, failure) => {
    expect(isFailure(event(type, details))).toBe(failure);
  });
});

describe('--since', () => {
  test.each([
    ['90s', 90],
    ['30m', 1800],
    ['1h', 3600],
    ['2d', 172_800],
    ['1w', 604_800],
  ])('%s is %i seconds ago', (text, seconds) => {
    expect(sinceTime(text, 1_000_000_000)).toBe(1_000_000_000 - seconds * 1000);
  });

  test.each(['', '1', 'h', '1.5h', '-1h', '1 h', 'yesterday'])('"%s" is rejected', (text) => {
    expect(() => sinceTime(text)).toThrow('such as 30m, 1h or 2d');
  });
});

describe('following', () => {
  /** A client that gives these pages, one for each request. */
  const client = (pages: FilteredLogEvent[][], asked: unknown[] = []): CloudWatchLogsClient => {
    const logs = new CloudWatchLogsClient({ region: 'ap-northeast-1' });
    jest.spyOn(logs, 'send').mockImplementation((command: unknown) => {
      asked.push((command as FilterLogEventsCommand).input.startTime);
      return Promise.resolve({ events: pages.shift() ?? [] }) as never;
    });
    return logs;
  };
  const options = { logGroupName: 'g', since: 0, intervalMilliseconds: 1 };

  test('a line that arrives late shows, and none shows twice', async () => {
    const controller = new AbortController();
    const [a, late, b] = [line(100_000, 'A'), line(50_000, 'Late'), line(110_000, 'B')];
    const types: string[] = [];
    const asked: number[] = [];
    const logs = client([[a], [late, a], [late, a, b]], asked);
    for await (const batch of tail({ ...options, client: logs, follow: true, signal: controller.signal })) {
      types.push(...batch.map(({ type }) => type));
      if (types.length === 3) {
        controller.abort();
      }
    }
    expect(types).toEqual(['A', 'Late', 'B']);
    expect(asked).toEqual([0, 40_000, 40_000]);
  });

  test('events of one moment keep the order of the history', async () => {
    const logs = client([[line(10, 'Tenth', {}, 5), line(9, 'Ninth', {}, 5)]]);
    const batches = tail({ ...options, client: logs, follow: false, signal: new AbortController().signal });
    const types: string[] = [];
    for await (const batch of batches) {
      types.push(...batch.map(({ type }) => type));
    }
    expect(types).toEqual(['Ninth', 'Tenth']);
  });
});

describe('npm run logs where there is nothing to show', () => {
  const arnOf = (name: string) => `arn:aws:states:r:1:execution:Orchestrator:${name}`;
  const succeeded = (timestamp: number): FilteredLogEvent => ({
    eventId: `event-${timestamp}`,
    timestamp,
    message: JSON.stringify({ id: '1', type: 'ExecutionSucceeded', details: {}, execution_arn: arnOf('a') }),
  });
  let pages: FilteredLogEvent[][];
  let onPage: () => void;
  beforeEach(() => {
    jest.spyOn(STSClient.prototype, 'send').mockImplementation(() => ({ Account: accountId }) as never);
    jest.spyOn(CloudWatchLogsClient.prototype, 'send').mockImplementation(() => {
      onPage();
      return Promise.resolve({ events: pages.shift() ?? [] }) as never;
    });
    onPage = () => {};
  });
  afterEach(() => jest.restoreAllMocks());
  const read = (...args: string[]) =>
    seen((terminal) => logs(['--workspace', 'test', ...args], terminal, new AbortController().signal));

  test.each([
    [['--failures'], /^No failures since 20\S+Z\. To look further back, add for example --since 7d\.\n$/],
    [['--failures', '--since', '1h'], /^No failures since /],
  ])('%j says since when there were none, beside the lines of the log', async (args, sentence) => {
    pages = [[succeeded(Date.now())]];
    const { output, error, exitCode } = await read('--no-follow', ...args);
    expect([output, exitCode]).toEqual(['', 0]);
    expect(error).toMatch(sentence);
  });

  test('an empty log is named too, and a log with lines is not', async () => {
    pages = [[], [succeeded(Date.now())]];
    expect((await read('--no-follow')).error).toMatch(/^No events of executions since /);
    const { output, error } = await read('--no-follow');
    expect([output.trim().split('\n').length, error]).toEqual([1, '']);
  });

  test('while it follows, it says once that it waits', async () => {
    pages = [];
    const controller = new AbortController();
    let polls = 0;
    onPage = () => (++polls === 2 ? controller.abort() : undefined);
    const { error } = await seen((terminal) =>
      logs(['--workspace', 'test', '--failures'], terminal, controller.signal),
    );
    expect(error).toMatch(/^No failures since \S+ yet: waiting for the next, until Ctrl-C\.\n$/);
  });
});
