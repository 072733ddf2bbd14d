import type { Fault } from '@usage-billing/local-aws/endpoint/faults';
import { executionGraph } from '@usage-billing/execution-page/visits';
import type { Deployed } from '../../helpers/deployed';
import { leftOf } from '../../helpers/outcome-of';
import { recover } from '../../helpers/recovery';
import { inPhases } from '../../helpers/side-by-side';
import { steps, type Step } from './dynamodb-steps';

const throttled = { code: 'ProvisionedThroughputExceededException' };
const each = (fault: Partial<Fault>) => steps.map((step) => ({ ...step, fault }));
const brief = each({ ...throttled, times: 2 });
const lost = each({ loseAnswer: true, times: 1 });
const lasting = [
  ...each(throttled).map((one) => ({ ...one, title: 'throttled for longer than the retries last' })),
  ...each({ reset: true }).map((one) => ({ ...one, title: 'down' })),
];

/** DynamoDB fails at one step, and works again afterwards: nothing is lost, and nothing billed twice. */
export function dynamoDb(current: () => Deployed): void {
  const cases = [...brief, ...lost, ...lasting];
  const ended = inPhases(cases, {
    first: (one: (typeof cases)[number]) => firstOf(current(), one),
    // A second execution processes what failed before the meter event was recorded; recovery does the rest.
    between: () => recover(current()),
    last: async (_, { input, first }) => ({ first, second: await result(current(), input) }),
  });

  test.each(brief)('throttled twice at $state is asked again, so that it changes nothing', async (one) => {
    const { first, second } = await ended(one);
    const failing = executionGraph(first.outcome.history).find(({ state }) => state === one.state);
    expect(failing).toMatchObject({ outcome: 'succeeded', retries: 2 });
    expect(first.outcome.status).toBe(one.after === 'no mapping' ? 'FAILED' : 'SUCCEEDED');
    expect(first.record.status).toBe(one.after === 'no mapping' ? 'failed' : 'completed');
    expectBilled(second);
  });

  test.each(lost)(
    'whose answer at $state is lost is asked again, so that it changes nothing',
    async (one) => {
      const { first, second } = await ended(one);
      const repeating = executionGraph(first.outcome.history).find(({ state }) => state === one.state);
      expect(repeating).toMatchObject({ retries: 1 });
      expect(first.outcome.status).toBe(one.after === 'no mapping' ? 'FAILED' : 'SUCCEEDED');
      expect(first.record.status).toBe(one.after === 'no mapping' ? 'failed' : 'completed');
      const unsent = one.after === 'no mapping' || one.after === 'refused by Stripe';
      expect(first.events).toBe(unsent ? 0 : 1);
      expectBilled(second);
    },
  );

  test.each(lasting)(
    '$title at $state leaves a failed execution or an event for recovery, and bills once',
    async (one) => {
      const { first, second } = await ended(one);
      expect(first.outcome.status).toBe(one.cause ? 'FAILED' : 'SUCCEEDED');
      if (one.cause) {
        expect(first.outcome.cause).toMatch(one.cause);
      }
      expect(first.record.status).toBe(one.recorded);
      if (one.recorded === 'failed') {
        expect(first.record.errorMessage).toBe(first.outcome.cause);
      }
      expect(first.events).toBe(one.events ?? 0);
      expectBilled(second);
    },
  );

  test('down at every step fails the execution by name, and a second one bills once', async () => {
    const input = await current().upload();
    const removals = (['GetItem', 'PutItem', 'UpdateItem'] as const).map((operation) =>
      addFault(current(), { operation, marker: '', fault: { reset: true } }, input.processingHistoryId),
    );
    const { outcome, record, events } = await result(current(), input, () =>
      removals.forEach((remove) => remove()),
    );
    expect(outcome).toMatchObject({ status: 'FAILED', cause: expect.stringMatching(/^DynamoDB\./) });
    expect({ record, events }).toEqual({ record: {}, events: 0 });
    expectBilled(await result(current(), input));
  });
}

type Result = Awaited<ReturnType<typeof result>>;

function expectBilled({ outcome, record, ledger, events }: Result): void {
  expect(outcome.status).toBe('SUCCEEDED');
  expect(record).toMatchObject({ status: 'completed', stripeMeterSentAt: expect.any(String) });
  expect(record).not.toHaveProperty('errorMessage');
  expect(record).not.toHaveProperty('stripeMeterError');
  expect(ledger).toMatchObject({ status: 'sent' });
  expect(events).toBe(1);
}

async function firstOf(environment: Deployed, step: Step & { fault: Partial<Fault> }) {
  const { services, application, childArn, upload, run } = environment;
  const uploaded = await upload();
  const id = uploaded.processingHistoryId;
  // A customer and a policy of its own, so that every write of this upload alone names the id.
  const input = { ...uploaded, customerId: `cus_${id}`, policyId: `policy-of-${id}` };
  services.stripe.addCustomer(environment.environment.stripeMode, input.customerId);
  if (step.after !== 'no mapping') {
    await application.mapPolicy(childArn, input.policyId);
  }
  const endRefusal =
    step.after === 'refused by Stripe'
      ? services.stripe.faults.add({
          kind: 'status',
          status: 403,
          when: ({ identifier }) => identifier === id,
        })
      : undefined;
  if (step.after === 'completed by an earlier execution') {
    await run(input);
  }
  const remove = addFault(environment, step, id);
  const first = await result(environment, input, remove);
  endRefusal?.();
  await application.mapPolicy(childArn, input.policyId);
  return { input, first };
}

function addFault(
  { services }: Deployed,
  { operation, marker, fault }: { operation: string; marker: string; fault: Partial<Fault> },
  id: string,
): () => void {
  const when = (body: string) => body.includes(id) && body.includes(marker);
  return services.aws.faults.add({ service: 'dynamodb', operation, when, ...fault });
}

/** @param end what ends the failure before the record is read */
async function result(environment: Deployed, input: { processingHistoryId: string }, end = () => {}) {
  const outcome = await environment.run(input);
  end();
  return { outcome, ...(await leftOf(environment, input)) };
}
