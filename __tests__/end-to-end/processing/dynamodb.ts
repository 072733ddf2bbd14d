import type { Fault } from '../../../local/endpoint/faults';
import { executionGraph } from '../../../local/step-functions/graph';
import type { Deployed } from '../../helpers/deployed';
import { sideBySide } from '../../helpers/side-by-side';
import { steps, type Step } from './dynamodb-steps';

const throttled = { code: 'ProvisionedThroughputExceededException' };
const each = (fault: Partial<Fault>) => steps.map((step) => ({ ...step, fault }));
const brief = each({ ...throttled, times: 2 });
const lost = each({ loseAnswer: true, times: 1 });
const lasting = [
  ...each(throttled).map((one) => ({ ...one, title: 'throttled for longer than the retries last' })),
  ...each({ reset: true }).map((one) => ({ ...one, title: 'down' })),
];

/** DynamoDB fails at one step, and works again for a replay: nothing is lost, and nothing billed twice. */
export function dynamoDb(current: () => Deployed): void {
  const overcame = sideBySide(brief, (one) => execute(current(), one));
  const repeated = sideBySide(lost, (one) => execute(current(), one));
  const ended = sideBySide(lasting, (one) => execute(current(), one));

  test.each(brief)('throttled twice at $state is asked again, so that it changes nothing', async (one) => {
    const { first, replay } = await overcame(one);
    const failing = executionGraph(first.outcome.history).find(({ state }) => state === one.state);
    expect(failing).toMatchObject({ outcome: 'succeeded', retries: 2 });
    expect(first.outcome.status).toBe(one.after === 'no mapping' ? 'FAILED' : 'SUCCEEDED');
    expect(first.record.status).toBe(one.after === 'no mapping' ? 'failed' : 'completed');
    expectBilled(replay);
  });

  test.each(lost)(
    'whose answer at $state is lost is asked again, so that it changes nothing',
    async (one) => {
      const { first, replay } = await repeated(one);
      const repeating = executionGraph(first.outcome.history).find(({ state }) => state === one.state);
      expect(repeating).toMatchObject({ retries: 1 });
      expect(first.outcome.status).toBe(one.after === 'no mapping' ? 'FAILED' : 'SUCCEEDED');
      expect(first.record.status).toBe(one.after === 'no mapping' ? 'failed' : 'completed');
      expect(first.events).toBe(one.after ? 0 : 1);
      expectBilled(replay);
    },
  );

  test.each(lasting)('$title at $state fails the execution by name, and a replay bills once', async (one) => {
    const { first, replay } = await ended(one);
    expect(first.outcome.status).toBe('FAILED');
    expect(first.outcome.cause).toMatch(one.cause);
    expect(first.record.status).toBe(one.recorded);
    if (one.recorded === 'failed') {
      expect(first.record.errorMessage).toBe(first.outcome.cause);
    }
    expect(first.events).toBe(one.events ?? 0);
    expectBilled(replay);
  });

  test('down at every step fails the execution by name, and a replay bills once', async () => {
    const input = await current().upload();
    const removals = (['GetItem', 'UpdateItem'] as const).map((operation) =>
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

function expectBilled({ outcome, record, events }: Result): void {
  expect(outcome.status).toBe('SUCCEEDED');
  expect(record).toMatchObject({ status: 'completed', stripeMeterSentAt: expect.any(String) });
  expect(record).not.toHaveProperty('errorMessage');
  expect(record).not.toHaveProperty('stripeMeterError');
  expect(events).toBe(1);
}

async function execute(environment: Deployed, step: Step & { fault: Partial<Fault> }) {
  const { services, application, childArn, upload, run } = environment;
  const uploaded = await upload();
  const id = uploaded.processingHistoryId;
  const input = { ...uploaded, policyId: `policy-of-${id}` };
  if (step.after !== 'no mapping') {
    await application.mapPolicy(childArn, input.policyId);
  }
  const endRefusal = step.after?.startsWith('refused')
    ? services.stripe.faults.add({
        kind: 'status',
        status: 403,
        when: ({ identifier }) => identifier === id,
      })
    : undefined;
  if (step.after === 'refused by Stripe in an earlier execution') {
    await run(input);
  }
  const remove = addFault(environment, step, id);
  const first = await result(environment, input, remove);
  endRefusal?.();
  await application.mapPolicy(childArn, input.policyId);
  return { first, replay: await result(environment, input) };
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
  return {
    outcome,
    record: await environment.record(input),
    events: environment.meterEvents(input).length,
  };
}
