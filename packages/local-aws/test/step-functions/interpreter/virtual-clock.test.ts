import { execute } from '../../../src/step-functions/interpreter/interpreter';
import { virtualClock } from '../../../src/step-functions/interpreter/virtual-clock';

test('sleepers wake in the order of their times, those of one time in the order in which they fell asleep', async () => {
  const clock = virtualClock();
  const woken: string[] = [];
  const sleeper = async (name: string, seconds: number) => {
    await clock.sleep(seconds);
    woken.push(`${name} at ${clock.now().toISOString().slice(11, 19)}`);
  };
  await clock.runUntil(Promise.all([sleeper('a', 60), sleeper('b', 5), sleeper('c', 60), sleeper('d', 0)]));
  expect(woken).toEqual(['d at 00:00:00', 'b at 00:00:05', 'a at 00:01:00', 'c at 00:01:00']);
});

test('time stands still while promises go on, however many', async () => {
  const clock = virtualClock();
  const timeout = clock.timeout(1).then(() => 'timeout');
  const work = (async () => {
    for (let step = 0; step < 1000; step += 1) {
      await Promise.resolve();
    }
    return 'work';
  })();
  expect(await clock.runUntil(Promise.race([timeout, work]))).toBe('work');
});

test('time stands still for work in the outside that is said to be under way', async () => {
  const clock = virtualClock();
  const timeout = clock.timeout(1).then(() => 'timeout');
  const work = clock.busy(new Promise((resolve) => setTimeout(() => resolve('work'), 20)));
  expect(await clock.runUntil(Promise.race([timeout, work]))).toBe('work');
});

test('an aborted sleep ends with its reason and holds nobody up', async () => {
  const clock = virtualClock();
  const controller = new AbortController();
  const sleep = clock.sleep(3600, controller.signal);
  controller.abort(new Error('stopped'));
  await expect(sleep).rejects.toThrow('stopped');
  await expect(clock.sleep(1, controller.signal)).rejects.toThrow('stopped');
  expect(clock.sleeping).toBe(0);
});

test('advance wakes whoever is due by then, also one who falls asleep on the way', async () => {
  const clock = virtualClock();
  const woken: string[] = [];
  const chain = (async () => {
    await clock.sleep(40);
    woken.push('first');
    await clock.sleep(40);
    woken.push('second');
  })();
  await clock.advance(60);
  expect(woken).toEqual(['first']);
  expect(clock.now().toISOString()).toBe('2026-01-01T00:01:00.000Z');
  await clock.advance(20);
  expect(woken).toEqual(['first', 'second']);
  await chain;
});

test('what nobody works on is told instead of awaited forever', async () => {
  const never = new Promise(() => undefined);
  await expect(virtualClock().runUntil(never)).rejects.toThrow('Nothing works or sleeps any more');
});

test('executions with hours of waits end in no time, on the right date, with children and all', async () => {
  const clock = virtualClock();
  const waits = { Rest: { Type: 'Wait', Seconds: '{% $states.input %}', Output: '{% $now() %}', End: true } };
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        Label: 'Each',
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'Rest', States: waits },
        End: true,
      },
    },
  };
  const execution = execute({
    definition: JSON.stringify(definition),
    input: '[7200, 3600]',
    executionArn: 'arn:aws:states:ap-northeast-1:123456789012:execution:Rest:one',
    executionName: 'one',
    stateMachineArn: 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:Rest',
    stateMachineName: 'Rest',
    roleArn: 'arn:aws:iam::123456789012:role/Rest',
    runTask: async () => null,
    clock,
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
  expect((await clock.runUntil(execution)).output).toBe(
    '["2026-01-01T02:00:00.000Z","2026-01-01T01:00:00.000Z"]',
  );
});
