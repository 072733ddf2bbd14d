import { taskPlaces } from '../../../src/step-functions/tasks/task-places';
import { startFakeAws } from './fake-server';
import { runnerOf } from './support';

const getItem = 'arn:aws:states:::dynamodb:getItem';
const { signal } = new AbortController();
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Takes so many places; returns what leaves each. */
const takeAll = (take: ReturnType<typeof taskPlaces>, count: number) =>
  Promise.all(Array.from({ length: count }, () => take(getItem, signal)));

test('a task beyond the places begins when another ends, the one that came first before others', async () => {
  const take = taskPlaces();
  const [leave] = await takeAll(take, 16);
  const began: string[] = [];
  void take(getItem, signal).then(() => began.push('first'));
  void take(getItem, signal).then(() => began.push('second'));
  await settled();
  expect(began).toEqual([]);
  leave!();
  await settled();
  expect(began).toEqual(['first']);
});

test('a task that is stopped while it waits gives its turn away', async () => {
  const take = taskPlaces();
  const [leave] = await takeAll(take, 16);
  const stop = new AbortController();
  const stopped = take(getItem, stop.signal);
  const next = take(getItem, signal);
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  leave!();
  await expect(next).resolves.toBeDefined();
});

test.each(['states:startExecution.sync:2', 'http:invoke'])(
  '%s needs no place, since what it waits for could need the last one',
  async (integration) => {
    const take = taskPlaces();
    await takeAll(take, 16);
    await expect(take(`arn:aws:states:::${integration}`, signal)).resolves.toBeDefined();
  },
);

test('hundreds of tasks share a few connections to AWS', async () => {
  const aws = await startFakeAws();
  try {
    aws.handlers['GetItem'] = () => ({ body: {} });
    const run = runnerOf(aws);
    const get = { TableName: 'history', Key: { id: { S: '1' } } };
    await run('dynamodb:getItem', get);
    await Promise.all(Array.from({ length: 200 }, () => run('dynamodb:getItem', get)));
    const calls = aws.received.filter(({ operation }) => operation === 'GetItem');
    expect(calls).toHaveLength(201);
    expect(new Set(calls.map(({ remotePort }) => remotePort)).size).toBeLessThanOrEqual(64);
  } finally {
    await aws.stop();
  }
});
