import type { Json } from '@usage-billing/local-aws/json';
import { InMemory } from '../../helpers/in-memory';

/** Two events wait for recovery; the 200 to one of them has this body. */
async function recoveredWith(ResponseBody: Json) {
  const inMemory = new InMemory();
  const { world } = inMemory;
  const uploads = ['upload-1', 'upload-2'].map((processingHistoryId) => ({
    ...inMemory.upload,
    processingHistoryId,
  }));
  const end = world.stripe.account.api.faults.add({ kind: 'status', status: 500 });
  for (const upload of uploads) {
    await inMemory.run(upload);
  }
  end();
  const invoke = world.stripe.invoke.bind(world.stripe);
  const failing = jest.spyOn(world.stripe, 'invoke').mockImplementation((args, arn) => {
    const { identifier } = (args.RequestBody ?? {}) as { identifier?: string };
    return identifier === 'upload-1' ? { StatusCode: 200, ResponseBody } : invoke(args, arn);
  });
  await world.clock.advance(16 * 60);
  const run = await inMemory.recoverOnce();
  failing.mockRestore();
  const [strange, other] = uploads.map((upload) => inMemory.left(upload));
  await inMemory.recover();
  return { run, strange, other, last: uploads.map((upload) => inMemory.left(upload)) };
}

test('a response to one event that cannot be read is told in that item, and the run goes on with the others', async () => {
  const { run, strange, other, last } = await recoveredWith('<html>');
  expect(run.result?.status).toBe('SUCCEEDED');
  expect(strange?.ledger).toMatchObject({
    status: 'pending',
    lastError: 'States.QueryEvaluationError',
    lastErrorCause: expect.stringMatching(/The response names no Stripe mode\.$/),
    notTaken: 0,
  });
  expect(other?.ledger).toMatchObject({ status: 'sent' });
  expect(last.map(({ events, ledger }) => [events, ledger.status])).toEqual([
    [1, 'sent'],
    [1, 'sent'],
  ]);
});

test('a key of the other mode ends the run, because it would send every event there', async () => {
  const { run, strange } = await recoveredWith({ livemode: true });
  expect(run.result).toMatchObject({ status: 'FAILED', error: 'RunEndedEarly' });
  expect(strange?.ledger).toMatchObject({ status: 'pending', lastError: 'WrongStripeMode' });
});

test.each(['カ'.repeat(40), '漢'.repeat(28), '漢'.repeat(100), '😀'.repeat(100), '%/ '.repeat(33)])(
  'the upload %s is billed after an outage, because the longest key of recovery is as short as any other',
  async (processingHistoryId) => {
    const inMemory = new InMemory();
    const upload = { ...inMemory.upload, processingHistoryId };
    const end = inMemory.world.stripe.account.api.faults.add({ kind: 'status', status: 500 });
    await inMemory.run(upload);
    end();
    await inMemory.recover();
    const { events, ledger, attempts } = inMemory.left(upload);
    expect({ events, status: ledger.status }).toEqual({ events: 1, status: 'sent' });
    expect(attempts.at(-1)?.idempotencyKey).toMatch(/^meter-event\/[0-9a-f]{64}\/\d{10}$/);
  },
);
