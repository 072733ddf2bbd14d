import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { ProcessingInput } from '../../../settings/application';
import type { StripeFault } from '../../../local/stripe/faults';
import type { Deployed } from '../../helpers/deployed';
import { until } from '../../helpers/until';

const sent = { stripeMeterEvent: 'sent' };
const notSent = { stripeMeterEvent: 'not sent' };
const outcomeUnknown = { stripeMeterError: { error: 'MeterEventOutcomeUnknown', takenByStripe: 'unknown' } };

/** S3 delivers an event twice, somebody replays it, an execution dies: one event, ever. */
export function sameUpload(current: () => Deployed): void {
  test('after it was billed is neither processed nor sent again, because S3 may deliver an event twice', async () => {
    const { run, upload, attempts, meterEvents } = current();
    const input = await upload();
    await run(input);
    const second = await run(input);
    expect(second.status).toBe('SUCCEEDED');
    expect(second.states).not.toContain('StartChildStepFunction');
    expect(outputOf(second)).toMatchObject({ stripeMeterEvent: 'sent earlier' });
    expect(attempts(input)).toHaveLength(1);
    expect(meterEvents(input)).toHaveLength(1);
  });

  test('at once, three times, is billed once, and no execution fails', async () => {
    const { run, upload, meterEvents, record } = current();
    const input = await upload();
    const outcomes = await Promise.all([run(input), run(input), run(input)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(meterEvents(input)).toHaveLength(1);
    expect(await record(input)).toMatchObject({ status: 'completed', stripeMeterSentAt: expect.any(String) });
    expect(await record(input)).not.toHaveProperty('stripeMeterError');
  });

  test.each([
    { title: 'before Stripe accepted the event', kind: 'hang', events: 0 },
    { title: 'after Stripe accepted the event', kind: 'lose-answer', events: 1 },
  ] as const)(
    'after an execution died $title is sent by a replay within a day, and counted once',
    async ({ kind, events }) => {
      const { run, meterEvents, record } = current();
      const input = await crashedWhileSending(current(), kind);
      expect(meterEvents(input)).toHaveLength(events);
      expect(await record(input)).toMatchObject({ status: 'completed' });

      const replay = await run(input);
      expect(outputOf(replay)).toMatchObject(sent);
      expect(replay.states).not.toContain('StartChildStepFunction');
      expect(meterEvents(input)).toHaveLength(1);
      expect(await record(input)).toMatchObject({ stripeMeterSentAt: expect.any(String) });
    },
  );

  describe('a day later, when Stripe has forgotten the identifier,', () => {
    let billed: ProcessingInput;
    let died: ProcessingInput;
    let refused: ProcessingInput;
    let failed: ProcessingInput;
    let tooOld: ProcessingInput;
    let takenByReplay: ProcessingInput;

    beforeAll(async () => {
      billed = await current().upload();
      await current().run(billed);
      died = await crashedWhileSending(current(), 'lose-answer');
      refused = await notBilled(current(), 403);
      tooOld = await notBilled(current(), 403);
      failed = await notBilled(current(), 500);
      takenByReplay = await notBilled(current(), 403);
      await replayedWithoutRecord(current(), takenByReplay);
      current().services.stripe.advanceHours(25);
      const inputs = [billed, died, refused, failed, takenByReplay];
      await Promise.all(inputs.map((input) => completedHoursAgo(current(), input, 25)));
      await completedHoursAgo(current(), tooOld, 36 * 24);
    });

    test('a billed one is not sent again, because the record remembers', async () => {
      expect(outputOf(await current().run(billed))).toMatchObject({ stripeMeterEvent: 'sent earlier' });
      expect(current().meterEvents(billed)).toHaveLength(1);
    });

    test('one whose execution died while it sent is not sent again but recorded, because Stripe may have accepted it', async () => {
      expect(outputOf(await current().run(died))).toMatchObject(notSent);
      expect(current().meterEvents(died)).toHaveLength(1);
      expect(await current().record(died)).toMatchObject({ status: 'completed', ...outcomeUnknown });
    });

    test('one that ended in 500 is not sent again but recorded, because Stripe may have accepted it', async () => {
      const before = current().attempts(failed).length;
      expect(outputOf(await current().run(failed))).toMatchObject(notSent);
      expect(current().attempts(failed)).toHaveLength(before);
      expect(await current().record(failed)).toMatchObject({ status: 'completed', ...outcomeUnknown });
    });

    test('one that Stripe certainly rejected is sent, so that nothing is lost', async () => {
      expect(outputOf(await current().run(refused))).toMatchObject(sent);
      expect(current().meterEvents(refused)).toHaveLength(1);
      expect(await current().record(refused)).not.toHaveProperty('stripeMeterError');
    });

    test('one that was rejected, then accepted from a replay which could not record it, is not sent a third time', async () => {
      expect(current().meterEvents(takenByReplay)).toHaveLength(1);
      expect(outputOf(await current().run(takenByReplay))).toMatchObject(notSent);
      expect(current().meterEvents(takenByReplay)).toHaveLength(1);
      expect(await current().record(takenByReplay)).toMatchObject({ status: 'completed', ...outcomeUnknown });
    });

    test('"the event does not show": one whose timestamp is older than 35 days is rejected and stays recorded', async () => {
      expect(outputOf(await current().run(tooOld))).toMatchObject(notSent);
      expect(current().meterEvents(tooOld)).toEqual([]);
      expect(await current().record(tooOld)).toMatchObject({
        status: 'completed',
        stripeMeterError: { error: 'States.Http.StatusCode.400', takenByStripe: 'no' },
      });
    });
  });
}

const outputOf = ({ description }: { description: { output?: string } }): unknown =>
  JSON.parse(description.output ?? '{}');

function addFault({ services }: Deployed, input: ProcessingInput, fault: StripeFault): () => void {
  const when: StripeFault['when'] = ({ identifier }) => identifier === input.processingHistoryId;
  return services.stripe.faults.add({ ...fault, when });
}

/** An upload whose execution was stopped while it waited for Stripe's response. */
async function crashedWhileSending(
  environment: Deployed,
  kind: 'hang' | 'lose-answer',
): Promise<ProcessingInput> {
  const { services, stateMachineArn, upload, attempts } = environment;
  const { states } = services.clients;
  const input = await upload();
  const remove = addFault(environment, input, { kind });
  const { executionArn } = await states.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  await until(() => attempts(input).some(({ status }) => kind === 'hang' || status === 'hang'));
  await states.send(new StopExecutionCommand({ executionArn }));
  remove();
  return input;
}

/** A replay whose event Stripe accepts, while DynamoDB rejects the record of it. */
async function replayedWithoutRecord(environment: Deployed, input: ProcessingInput): Promise<void> {
  const remove = environment.services.aws.faults.add({
    service: 'dynamodb',
    operation: 'UpdateItem',
    when: (body) =>
      body.includes(input.processingHistoryId) && body.includes('if_not_exists(stripeMeterSentAt'),
    code: 'ProvisionedThroughputExceededException',
  });
  const { status, cause } = await environment.run(input);
  remove();
  expect(status).toBe('FAILED');
  expect(cause).toContain('Stripe took the meter event, but the record could not be updated');
}

/** An upload whose meter event Stripe rejected with the status in every attempt. */
async function notBilled(environment: Deployed, status: 403 | 500): Promise<ProcessingInput> {
  const input = await environment.upload();
  const remove = addFault(environment, input, { kind: 'status', status });
  await environment.run(input);
  remove();
  return input;
}

/** Moves the completion of a record into the past. */
async function completedHoursAgo(
  { services, environment }: Deployed,
  input: ProcessingInput,
  hours: number,
): Promise<void> {
  await services.clients.dynamodb.send(
    new UpdateItemCommand({
      TableName: environment.names.processingHistoryTable,
      Key: { 'processing-historyId': { S: input.processingHistoryId } },
      UpdateExpression: 'SET completedAt = :completedAt',
      ExpressionAttributeValues: {
        ':completedAt': { S: new Date(Date.now() - hours * 3_600_000).toISOString() },
      },
    }),
  );
}
