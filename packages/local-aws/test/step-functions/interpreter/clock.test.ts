import { realClock } from '../../../src/step-functions/interpreter/clock';

async function millisecondsOf(wait: Promise<void>): Promise<number> {
  const start = performance.now();
  await wait;
  return performance.now() - start;
}

describe('a fast clock', () => {
  const clock = realClock(1000);

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** The milliseconds that a wait takes on the machine, without waiting for them here. */
  async function passed(wait: Promise<void>): Promise<number> {
    const milliseconds = millisecondsOf(wait);
    await jest.advanceTimersByTimeAsync(100_000);
    return milliseconds;
  }

  test('shortens waits, so that a minute of retries takes almost no time', async () => {
    expect(await passed(clock.sleep(60))).toBeLessThan(1500);
  });

  test('leaves work the time it really takes, so that a busy machine times nothing out', async () => {
    expect(await passed(clock.timeout(10))).toBeGreaterThan(2900);
  });

  test('ends a request before its state, although the state begins earlier, as they do in AWS', async () => {
    const ends: string[] = [];
    const state = clock.timeout(65).then(() => ends.push('the state'));
    await jest.advanceTimersByTimeAsync(500);
    const request = clock.timeout(60, undefined, 2).then(() => ends.push('the request'));
    await passed(Promise.all([state, request]).then(() => undefined));
    expect(ends).toEqual(['the request', 'the state']);
  });

  test('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    const waiting = clock.timeout(3600, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });
});

describe('a clock that is put forward', () => {
  test('tells the later date, and wakes whoever is due by then at once', async () => {
    const clock = realClock();
    const sleep = clock.sleep(3600);
    clock.advance(3600);
    expect(await millisecondsOf(sleep)).toBeLessThan(1000);
    expect(clock.now().getTime() - Date.now()).toBeGreaterThan(3_599_000);
  });

  test('shortens a longer sleep by as much', async () => {
    const clock = realClock(1000);
    const sleep = clock.sleep(3601);
    clock.advance(3600);
    expect(await millisecondsOf(sleep)).toBeLessThan(1000);
  });

  test('lets work finish that is under way: its limit counts real time', async () => {
    const clock = realClock();
    const controller = new AbortController();
    let over = false;
    const limit = clock.timeout(60, controller.signal).then(
      () => (over = true),
      () => undefined,
    );
    clock.advance(3600);
    await clock.sleep(0.01);
    expect(over).toBe(false);
    controller.abort();
    await limit;
  });
});
