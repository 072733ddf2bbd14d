import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionFrom } from '../../../modules/definition';
import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { synthesized } from '../../helpers/synthesized';

const asl = join(__dirname, '..', '..', '..', 'asl');

interface State {
  Type: string;
  Resource?: string;
  TimeoutSeconds?: number;
  Retry?: { ErrorEquals: string[]; [field: string]: unknown }[];
  Catch?: { ErrorEquals: string[] }[];
  Arguments?: unknown;
}
const states: Record<string, State> = JSON.parse(
  readFileSync(join(asl, 'ServiceProcessingOrchestrator.asl.json'), 'utf8'),
).States;
/** Waits of 1, 2, 4, 8 and 16 seconds at most. */
const awsRetry = { IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 2, JitterStrategy: 'FULL' };

const tasks = Object.entries(states).filter(([, state]) => state.Type === 'Task');

describe('ServiceProcessingOrchestrator', () => {
  test.each([
    'InitializeVariables',
    'UpdateStatusToProcessing',
    'GetPolicyMapping',
    'CheckMappingExists',
    'StartChildStepFunction',
    'UpdateStatusToCompleted',
    'GetStripeAPIKey',
    'SendStripeMeterEvent',
    'LogStripeMeterError',
    'ProcessingSuccess',
  ])("keeps the guide's state %s under its name, by which people and filters know it", (name) => {
    expect(states).toHaveProperty(name);
  });

  test.each(tasks)('%s has a timeout, retries what may pass, and catches the rest', (_, state) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
    expect(state.Retry?.length).toBeGreaterThan(0);
    expect(state.Catch?.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
  });

  const dynamodbTasks = tasks.filter(([, { Resource = '' }]) => Resource.includes(':dynamodb:'));

  test.each(dynamodbTasks)(
    '%s retries as every DynamoDB state does: what cannot pass at once, the rest for half a minute',
    (_, { Retry }) => {
      expect(Retry).toEqual([
        {
          ErrorEquals: ['DynamoDB.ConditionalCheckFailedException', 'DynamoDB.ResourceNotFoundException'],
          MaxAttempts: 0,
        },
        { ErrorEquals: ['States.ALL'], ...awsRetry },
      ]);
    },
  );

  test.each(tasks.filter(([name]) => name !== 'SendStripeMeterEvent'))(
    '%s waits between its attempts as every AWS call does: the comment of the definition states one figure',
    (_, { Retry }) => {
      expect(Retry?.at(-1)).toEqual({ ErrorEquals: expect.any(Array), ...awsRetry });
    },
  );

  test("reads no secret's value, which would stand in the execution history", () => {
    expect(tasks.map(([, state]) => state.Resource).filter((arn) => arn?.includes('getSecretValue'))).toEqual(
      [],
    );
  });

  test('names no Authorization header: Step Functions refuses it, and the connection adds it', () => {
    expect(JSON.stringify(states.SendStripeMeterEvent?.Arguments)).not.toMatch(/Authorization/i);
  });
});

test('in live, SendStripeMeterEvent sends this and nothing else, since every field of it decides what is billed', () => {
  const machine = synthesized(ServiceProcessingStack, 'live').resource('aws_sfn_state_machine');
  expect(JSON.parse(machine.definition).States.SendStripeMeterEvent).toEqual({
    Type: 'Task',
    Comment: expect.any(String),
    Resource: 'arn:aws:states:::http:invoke',
    Arguments: {
      ApiEndpoint: 'https://api.stripe.com/v1/billing/meter_events',
      Method: 'POST',
      InvocationConfig: { ConnectionArn: '${data.aws_cloudwatch_event_connection.connection.arn}' },
      Headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Stripe-Version': '2026-10-28.endive',
        'Idempotency-Key': '{% $encodeUrlComponent($idempotencyKey) %}',
      },
      RequestBody: {
        event_name: 'file_processed',
        identifier: '{% $processingHistoryId %}',
        timestamp: '{% $string($floor($toMillis($completedAt) / 1000)) %}',
        payload: { stripe_customer_id: '{% $customerId %}', value: '{% $usageAmountBytes %}' },
      },
      Transform: { RequestBodyEncoding: 'URL_ENCODED' },
    },
    TimeoutSeconds: 65,
    Retry: [
      {
        ErrorEquals: [
          'States.Http.StatusCode.409',
          'States.Http.StatusCode.429',
          'States.Http.StatusCode.500',
          'States.Http.StatusCode.502',
          'States.Http.StatusCode.503',
          'States.Http.StatusCode.504',
          'States.Http.Socket',
          'States.Timeout',
          'Events.ConnectionResource.ConcurrentModification',
          'Events.ConnectionResource.AuthInProgress',
          'Events.ConnectionResource.InternalError',
        ],
        IntervalSeconds: 2,
        MaxAttempts: 5,
        BackoffRate: 2,
        MaxDelaySeconds: 30,
        JitterStrategy: 'FULL',
      },
    ],
    Catch: [
      {
        ErrorEquals: ['States.ALL'],
        Comment: expect.any(String),
        Assign: {
          stripeMeterError: {
            error: '{% $states.errorOutput.Error %}',
            cause: "{% $substring($states.errorOutput.Cause & '', 0, 1000) %}",
          },
          takenByStripe:
            "{% $previousOutcome != 'unknown' and $states.context.State.RetryCount = 0 and $not($states.errorOutput.Error in $inconclusiveErrors) ? 'no' : 'unknown' %}",
        },
        Next: 'LogStripeMeterError',
      },
    ],
    Next: 'RecordMeterEventSent',
  });
});

describe('definitionFrom', () => {
  const values = {
    processingHistoryTable: 'history',
    processingHistoryKey: 'history-key',
    policyMappingTable: 'mapping',
    policyMappingKey: 'mapping-key',
    secretArn: 'arn:secret',
    connectionArn: 'arn:connection',
    meterEventsUrl: 'https://example.com',
    stripeApiVersion: 'v',
    meterEventName: 'file_processed',
    meterCustomerKey: 'customer',
    meterValueKey: 'quantity',
  };
  const file = 'ServiceProcessingOrchestrator.asl.json';

  test('fills values and keys, so that the meter and the event cannot drift', () => {
    const filled = JSON.parse(definitionFrom(file, values));
    expect(Object.keys(filled.States.SendStripeMeterEvent.Arguments.RequestBody.payload)).toEqual([
      'customer',
      'quantity',
    ]);
  });

  test('refuses a placeholder without a value, which Terraform would find at apply', () => {
    const lacking = Object.fromEntries(Object.entries(values).filter(([name]) => name !== 'secretArn'));
    expect(() => definitionFrom(file, lacking)).toThrow('the placeholder ${secretArn} has no value');
  });

  test('refuses a value without a placeholder, which somebody believes in force', () => {
    expect(() => definitionFrom(file, { ...values, other: 'x' })).toThrow(
      'no placeholder uses the value of other',
    );
  });
});

test('every definition is a file that the console opens: plain JSON', () => {
  for (const name of readdirSync(asl)) {
    expect(() => JSON.parse(readFileSync(join(asl, name), 'utf8'))).not.toThrow();
  }
});
