import type { Fault } from '../../../simulation/random-histories/world/faults';
import { InMemory } from '../../helpers/in-memory';
import { steps, type Step } from './dynamodb-steps';

type Failure = Pick<Fault, 'kind' | 'times' | 'error'>;

const each = (failure: Failure) => steps.map((step) => ({ ...step, failure }));
const throttled = { kind: 'refuse', error: 'ProvisionedThroughputExceededException' } as const;
const down = { kind: 'refuse', error: 'SdkClientException', times: Infinity } as const;
const lasting = [
  ...each({ ...throttled, times: Infinity }).map((one) => ({
    ...one,
    title: 'throttled for longer than the retries last',
  })),
  ...each(down).map((one) => ({ ...one, title: 'down' })),
];

/** DynamoDB fails at one step, and works again afterwards: nothing is lost, and nothing billed twice. */
describe('DynamoDB', () => {
  test.each(each({ ...throttled, times: 2 }))(
    'throttled twice at $state is asked again, so that it changes nothing',
    async (one) => {
      const { first, second } = await outcomesOf(one);
      expect(visitTo(one, first)).toMatchObject({ outcome: 'succeeded', retries: 2 });
      expectUnchanged(one, first);
      expectBilled(second);
    },
  );

  test.each(each({ kind: 'lose', times: 1 }))(
    'whose answer at $state is lost is asked again, so that it changes nothing',
    async (one) => {
      const { first, second } = await outcomesOf(one);
      expect(visitTo(one, first)).toMatchObject({ retries: 1 });
      expectUnchanged(one, first);
      const unsent = one.after === 'no mapping' || one.after === 'refused by Stripe';
      expect(first.events).toBe(unsent ? 0 : 1);
      expectBilled(second);
    },
  );

  test.each(lasting)(
    '$title at $state leaves a failed execution or an event for recovery, and bills once',
    async (one) => {
      const { first, second } = await outcomesOf(one);
      expect(first.status).toBe(one.cause ? 'FAILED' : 'SUCCEEDED');
      if (one.cause) {
        expect(first.cause).toMatch(one.cause);
      }
      expect(first.record.status).toBe(one.recorded);
      if (one.recorded === 'failed') {
        expect(first.record.errorMessage).toBe(first.cause);
      }
      expect(first.events).toBe(one.events ?? 0);
      expectBilled(second);
    },
  );

  test('down at every step fails the execution by name, and a second one bills once', async () => {
    const inMemory = new InMemory();
    steps.forEach(({ state }) => fail(inMemory, state, down));
    const { status, cause, record, ledger, events } = await inMemory.run();
    expect({ status, cause }).toEqual({ status: 'FAILED', cause: expect.stringMatching(/^DynamoDB\./) });
    expect({ record, ledger, events }).toEqual({ record: {}, ledger: {}, events: 0 });
    inMemory.world.faults.clear();
    expectBilled(await inMemory.run());
  });
});

type Result = Awaited<ReturnType<InMemory['run']>>;

function visitTo({ state }: Step, { visits }: Result) {
  return visits.find((visit) => visit.state === state);
}

function expectUnchanged({ after }: Step, { status, record }: Result): void {
  expect(status).toBe(after === 'no mapping' ? 'FAILED' : 'SUCCEEDED');
  expect(record.status).toBe(after === 'no mapping' ? 'failed' : 'completed');
}

function expectBilled({ status, record, ledger, events }: Result): void {
  expect(status).toBe('SUCCEEDED');
  expect(record).toMatchObject({ status: 'completed', stripeMeterSentAt: expect.any(String) });
  expect(record).not.toHaveProperty('errorMessage');
  expect(record).not.toHaveProperty('stripeMeterError');
  expect(ledger).toMatchObject({ status: 'sent' });
  expect(events).toBe(1);
}

function fail({ world }: InMemory, state: string, failure: Failure): void {
  world.faults.add({ state, detail: 0, ...failure });
}

/** A second execution processes what failed before the meter event was recorded; recovery does the rest. */
async function outcomesOf({ state, after, failure }: Step & { readonly failure: Failure }) {
  const inMemory = new InMemory();
  const { faults, stripe } = inMemory.world;
  const input = { ...inMemory.upload, policyId: after === 'no mapping' ? 'unmapped' : 'policy' };
  const endRefusal =
    after === 'refused by Stripe'
      ? stripe.account.api.faults.add({
          kind: 'status',
          status: 403,
          when: ({ identifier }) => identifier !== undefined,
        })
      : undefined;
  if (after === 'completed by an earlier execution') {
    await inMemory.run(input);
  }
  fail(inMemory, state, failure);
  const first = await inMemory.run(input);
  faults.clear();
  endRefusal?.();
  inMemory.world.mapPolicy(input.policyId);
  await inMemory.recover();
  return { first, second: await inMemory.run(input) };
}
