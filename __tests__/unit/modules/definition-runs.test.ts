import {
  StatesError,
  type ExecutionOptions,
  type TaskCall,
} from '@usage-billing/local-aws/step-functions/types';
import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { synthesized } from '../../helpers/synthesized';
import { run } from '@usage-billing/local-aws/testing';
import { type Json } from '@usage-billing/local-aws/json';

const machine = synthesized(ServiceProcessingStack, 'live').resource(
  'aws_sfn_state_machine',
  'state-machine_machine',
);
const { States, StartAt } = JSON.parse(machine.definition) as {
  States: Record<string, object>;
  StartAt: string;
};

const input = {
  processingHistoryId: 'upload-1',
  customerId: 'cus_1',
  policyId: 'policy-1',
  usageAmountBytes: 1024,
};

type Attempt = (call: TaskCall, attempt: number) => Json;

interface Processing {
  /** What the child state machine returns. */
  readonly child?: Json;
  /** More fields of the input. */
  readonly more?: Readonly<Record<string, Json>>;
  readonly dataLimitReading?: ExecutionOptions['dataLimitReading'];
}

/** Runs the deployed definition; every service works but Stripe, which is the test's. */
async function processed(
  stripe: Attempt,
  changed: Partial<Record<keyof typeof input, Json>> = {},
  { child = { downloadS3Keys: ['a'] }, more = {}, dataLimitReading }: Processing = {},
) {
  const calls: TaskCall[] = [];
  const sent: TaskCall[] = [];
  const items: Json[] = [];
  const ran = await run(States, {
    machine: { StartAt },
    input: { ...input, ...changed, ...more },
    dataLimitReading,
    runTask: (call): Json => {
      calls.push(call);
      if (call.resource.endsWith('http:invoke')) {
        sent.push(call);
        return stripe(call, sent.length);
      }
      if (call.resource.endsWith('startExecution.sync:2')) {
        return { Input: (call.arguments as { Input: Json }).Input, Output: child };
      }
      if (call.resource.endsWith('putItem')) {
        items.push((call.arguments as { Item: Json }).Item);
      }
      return {
        Item: { stateMachineArn: { S: 'arn:aws:states:ap-northeast-1:002689294103:stateMachine:CopyFile' } },
      };
    },
  });
  const entered = ran.events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
  return { ...ran, entered, calls, sent, items };
}

const accepted: Attempt = () => ({ StatusCode: 200, ResponseBody: { livemode: true } });
const bodyOf = (call: TaskCall | undefined) =>
  (call?.arguments as { RequestBody: Record<string, Json> }).RequestBody;

test.each(['ConcurrentModification', 'AuthInProgress', 'InternalError'])(
  'an upload during a rotation, when the connection is in %s, is billed by a retry instead of recorded as failed',
  async (name) => {
    const { entered, sent } = await processed((call, attempt) => {
      if (attempt < 3) {
        throw new StatesError(`Events.ConnectionResource.${name}`, 'the connection is being updated');
      }
      return accepted(call, attempt);
    });
    expect(sent).toHaveLength(3);
    expect(entered).toContain('RecordMeterEventSent');
    expect(entered).not.toContain('LogStripeMeterError');
  },
);

test('a connection that was deauthorized is not tried again: only a new key helps', async () => {
  const { entered, sent } = await processed(() => {
    throw new StatesError('Events.ConnectionResource.InvalidConnectionState', 'DEAUTHORIZED');
  });
  expect(sent).toHaveLength(1);
  expect(entered).toContain('LogStripeMeterError');
});

test('the timestamp goes out as text in whole seconds, so that no number format can change it', async () => {
  const { sent } = await processed(accepted);
  expect(bodyOf(sent[0]).timestamp).toMatch(/^\d{10}$/);
});

test('an identifier of 100 characters is sent, and a longer one is refused as input, before anything is processed', async () => {
  const longest = 'x'.repeat(100);
  const { sent } = await processed(accepted, { processingHistoryId: longest });
  expect(bodyOf(sent[0]).identifier).toBe(longest);

  const refused = await processed(accepted, { processingHistoryId: 'x'.repeat(101) });
  expect(refused.result).toMatchObject({
    status: 'FAILED',
    error: 'ProcessingFailed',
    cause:
      'The processingHistoryId of the input must have at most 100 characters and must not begin with "#".',
  });
  expect(refused.entered).not.toContain('StartChildStepFunction');
  expect(refused.entered).toContain('UpdateStatusToFailed');
});

const unpaired = ['\uD83D', '\uDE00', 'a\uD83D', '\uDE00a', '\uD83D\uD83D\uDE00', '\uD83D\uDE00\uDE00'];
test.each(
  ['processingHistoryId', 'customerId', 'policyId'].flatMap((name) => unpaired.map((text) => [name, text])),
)(
  'a %s with an unpaired surrogate (%j) is refused before anything is processed, since DynamoDB would store another',
  async (name, text) => {
    const { entered, result } = await processed(accepted, { [name]: text });
    expect(result.cause).toBe(
      'The processingHistoryId, customerId and policyId of the input must be Unicode text without unpaired surrogates.',
    );
    expect(entered).not.toContain('UpdateStatusToProcessing');
    // A record under another key would be somebody else's.
    expect(entered.includes('UpdateStatusToFailed')).toBe(name !== 'processingHistoryId');
  },
);

test('a customerId of 255 characters is billed, and a longer one is refused, because the key of its usage check would not fit', async () => {
  const { entered } = await processed(accepted, { customerId: '漢'.repeat(255) });
  expect(entered).toContain('RecordMeterEventSent');

  const refused = await processed(accepted, { customerId: 'x'.repeat(256) });
  expect(refused.result.cause).toBe('The customerId of the input must have at most 255 characters.');
  expect(refused.entered).not.toContain('UpdateStatusToProcessing');
});

test.each([
  ['000', '0'],
  ['007', '7'],
  ['0', '0'],
  ['100', '100'],
  [0, '0'],
  [1024, '1024'],
])(
  'a usageAmountBytes of %j is recorded and sent as "%s", so that both have one number',
  async (usageAmountBytes, text) => {
    const { calls, sent } = await processed(accepted, { usageAmountBytes });
    expect(calls.find(({ stateName }) => stateName === 'RecordMeterEvent')?.arguments).toMatchObject({
      Item: { value: { N: text } },
    });
    expect(bodyOf(sent[0])).toMatchObject({ payload: { value: text } });
  },
);

test.each(['a', 'カ'.repeat(40), '漢'.repeat(100), '😀'.repeat(100), '% /+&\'"?#é'])(
  'the name %s is sent as it is, under an Idempotency-Key of the length and characters of every other',
  async (processingHistoryId) => {
    const { sent } = await processed(accepted, { processingHistoryId });
    expect(bodyOf(sent[0]).identifier).toBe(processingHistoryId);
    const { Headers } = sent[0]!.arguments as { Headers: Record<string, string> };
    expect(Headers['Idempotency-Key']).toMatch(/^meter-event\/[0-9a-f]{64}$/);
  },
);

test.each([
  [{ livemode: false }, 'WrongStripeMode', /accepted the meter event in the other mode/],
  ['<html>', 'States.QueryEvaluationError', /The response names no Stripe mode\.$/],
])('a 200 with the body %j is recorded as what it is: %s', async (ResponseBody, error, cause) => {
  const { calls } = await processed(() => ({ StatusCode: 200, ResponseBody }));
  expect(calls.find(({ stateName }) => stateName === 'RecordMeterEventError')?.arguments).toMatchObject({
    ExpressionAttributeValues: {
      ':error': { S: error },
      ':cause': { S: expect.stringMatching(cause) },
      // Stripe may have taken it.
      ':notTaken': { N: '0' },
    },
  });
});

test.each(['documented', 'recorded'] as const)(
  'a child whose output is too large fails the processing and is recorded so, in the %s reading of States.ALL',
  async (dataLimitReading) => {
    const child = { downloadS3Keys: ['x'.repeat(262_144)] };
    const { entered, sent, result } = await processed(accepted, {}, { child, dataLimitReading });
    expect(entered).toContain('UpdateStatusToFailed');
    expect(entered).not.toContain('UpdateStatusToCompleted');
    expect(sent).toEqual([]);
    expect(result).toMatchObject({ status: 'FAILED', error: 'ProcessingFailed' });
    expect(result.cause).toContain('returned more than 256 KiB');
  },
);

const keysOf = (count: number, key: string) => Array.from({ length: count }, () => key);

describe.each(['documented', 'recorded'] as const)(
  'in the %s reading of States.ALL, before anything is recorded',
  (dataLimitReading) => {
    test.each([
      [
        '13,000 short keys, whose list for DynamoDB is larger than what the child returned',
        keysOf(13_000, 'processed/12345'),
      ],
      ['a few less, which leave no room for the rest of the item', keysOf(10_300, 'processed/12345')],
      ['keys of three bytes a character', keysOf(1_600, '加'.repeat(50))],
    ])('%s, are refused by their size: afterwards nobody could complete the record', async (_, keys) => {
      const { items, sent, entered, result } = await processed(
        accepted,
        {},
        { child: { downloadS3Keys: keys }, dataLimitReading },
      );
      const bytes = Buffer.byteLength(JSON.stringify(keys.map((S) => ({ S }))));
      expect(result).toMatchObject({
        status: 'FAILED',
        error: 'ProcessingFailed',
        cause: expect.stringContaining(
          `returned downloadS3Keys that take ${bytes} bytes in DynamoDB; at most 245760 are possible.`,
        ),
      });
      expect({ items, sent }).toEqual({ items: [], sent: [] });
      expect(entered).toContain('UpdateStatusToFailed');
    });

    test('as many keys as fit are recorded with the event and billed', async () => {
      const keys = keysOf(10_200, 'processed/12345');
      const { items, sent, result } = await processed(
        accepted,
        {},
        { child: { downloadS3Keys: keys }, dataLimitReading },
      );
      expect(result.status).toBe('SUCCEEDED');
      expect(items).toMatchObject([{ downloadS3Keys: { L: keys.map((S) => ({ S })) } }]);
      expect(sent).toHaveLength(1);
    });

    test.each([
      [
        'that no child could get',
        261_500,
        /^The input of this execution has \d+ bytes as .* would get it; at most 261120/,
      ],
      [
        'that leaves no room for the result',
        200_000,
        /^The input of this execution has \d+ bytes and leaves too little/,
      ],
    ])('an input %s is named, instead of what the child returned', async (_, length, cause) => {
      const { items, sent, result } = await processed(
        accepted,
        {},
        {
          child: { downloadS3Keys: ['x'.repeat(100_000)] },
          more: { userName: 'x'.repeat(length) },
          dataLimitReading,
        },
      );
      expect(result).toMatchObject({ status: 'FAILED', error: 'ProcessingFailed' });
      expect(result.cause).toMatch(cause);
      expect({ items, sent }).toEqual({ items: [], sent: [] });
    });
  },
);
