import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionFrom } from '../../../modules/definition';
import { definitionFile, definitionValuesOf, recoveryDefinitionFile } from '../../../stacks/deployed-values';
import { environmentOf } from '../../../settings/environments';
import { ServiceProcessingStack } from '../../../stacks/service-processing';
import { statesOf } from '../../helpers/state-machine-requests';
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

  test('no way from the recorded event leads to a failed record, because recovery bills it whatever happens', () => {
    const reached = new Set<string>();
    const walk = (name: string): void => {
      if (!reached.has(name)) {
        reached.add(name);
        const {
          Next,
          Default,
          Catch = [],
          Choices = [],
        } = JSON.parse(JSON.stringify(states[name])) as {
          Next?: string;
          Default?: string;
          Catch?: { Next: string }[];
          Choices?: { Next: string }[];
        };
        [Next, Default, ...[...Catch, ...Choices].map((way) => way.Next)].forEach(
          (next) => next && walk(next),
        );
      }
    };
    walk('UpdateStatusToCompleted');
    walk('UpdateStatusOfRepeatedUpload');
    expect(reached).not.toContain('UpdateStatusToFailed');
    expect(reached).toContain('ProcessingSuccess');
  });

  const waitsLonger = ['SendStripeMeterEvent', 'StartChildStepFunction'];
  test.each(tasks.filter(([name]) => !waitsLonger.includes(name)))(
    '%s waits between its attempts as every AWS call does: the comment of the definition states one figure',
    (_, { Retry }) => {
      expect(Retry?.at(-1)).toEqual({ ErrorEquals: expect.any(Array), ...awsRetry });
    },
  );

  test('waits a quarter of an hour for a throttled start of the child: many uploads at once exceed the quota for minutes', () => {
    expect(states.StartChildStepFunction?.Retry).toEqual([
      { ErrorEquals: expect.any(Array), ...awsRetry, MaxAttempts: 20, MaxDelaySeconds: 60 },
    ]);
  });

  test("reads no secret's value, which would stand in the execution history", () => {
    expect(tasks.map(([, state]) => state.Resource).filter((arn) => arn?.includes('getSecretValue'))).toEqual(
      [],
    );
  });

  test('names no Authorization header: Step Functions refuses it, and the connection adds it', () => {
    expect(JSON.stringify(states.SendStripeMeterEvent?.Arguments)).not.toMatch(/Authorization/i);
  });
});

describe('StripeMeterEventRecovery', () => {
  const text = readFileSync(join(asl, recoveryDefinitionFile), 'utf8');
  const all = statesOf(text) as [string, State][];
  const tasks = all.filter(([, { Type }]) => Type === 'Task');
  const { WorkOnItems } = JSON.parse(text).States;
  const ofItem = (Object.entries(WorkOnItems.ItemProcessor.States) as [string, State][]).filter(
    ([, { Type }]) => Type === 'Task',
  );

  test.each(tasks)('%s has a timeout', (_, { TimeoutSeconds }) => {
    expect(TimeoutSeconds).toBeGreaterThan(0);
  });

  test.each(tasks.filter(([, { Resource = '' }]) => Resource.includes(':dynamodb:')))(
    '%s retries as every DynamoDB state does: what cannot pass at once, the rest for half a minute',
    (_, { Resource = '', Retry }) => {
      const cannotPass = Resource.includes('aws-sdk')
        ? ['DynamoDb.ResourceNotFoundException', 'DynamoDb.ValidationException']
        : ['DynamoDB.ConditionalCheckFailedException', 'DynamoDB.ResourceNotFoundException'];
      expect(Retry).toEqual([
        { ErrorEquals: cannotPass, MaxAttempts: 0 },
        { ErrorEquals: ['States.ALL'], ...awsRetry },
      ]);
    },
  );

  test.each(ofItem)(
    '%s catches everything: an item that cannot be worked on must not end the run',
    (_, state) => {
      expect(state.Catch?.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    },
  );

  test('sends one request of each kind a claim, or the pace of the settings would not hold', () => {
    const requests = ofItem.filter(([, { Resource }]) => Resource?.endsWith('http:invoke'));
    expect(requests.map(([name]) => name)).toEqual(['AskStripe', 'SendMeterEvent']);
    expect(requests.map(([, { Retry }]) => Retry)).toEqual([undefined, undefined]);
  });

  test("reads no secret's value and names no Authorization header, which the connection adds", () => {
    expect(text).not.toMatch(/getSecretValue|Authorization/i);
  });
});

test('recovery sends the same meter event as the orchestrator, in every field that decides what is billed', () => {
  const live = synthesized(ServiceProcessingStack, 'live');
  const argumentsOf = (machine: string, state: string) => {
    const states = statesOf(live.resource('aws_sfn_state_machine', machine).definition);
    return states.find(([name]) => name === state)?.[1].Arguments as Record<string, object>;
  };
  const sent = argumentsOf('state-machine_machine', 'SendStripeMeterEvent');
  expect(argumentsOf('recovery_state-machine_machine', 'SendMeterEvent')).toEqual({
    ...sent,
    // A claim has a key of its own: Stripe would repeat a stored error under the old one.
    Headers: { ...sent.Headers, 'Idempotency-Key': expect.stringContaining('$claimedAt') },
    RequestBody: {
      ...sent.RequestBody,
      identifier: '{% $identifier %}',
      payload: { stripe_customer_id: '{% $customerId %}', value: '{% $string($value) %}' },
    },
  });
});

test('in live, SendStripeMeterEvent sends this and nothing else, since every field of it decides what is billed', () => {
  const machine = synthesized(ServiceProcessingStack, 'live').resource(
    'aws_sfn_state_machine',
    'state-machine_machine',
  );
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
        // Only within 14 minutes: after that the meter event is recovery's.
        'Idempotency-Key':
          "{% $millis() < ($timestamp + 14 * 60) * 1000 ? 'meter-event/' & $hash($encodeUrlComponent($processingHistoryId), 'SHA-256') : $error('The 14 minutes in which this execution may send have passed.') %}",
      },
      RequestBody: {
        event_name: 'file_processed',
        identifier: '{% $processingHistoryId %}',
        timestamp: '{% $string($timestamp) %}',
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
    // Our own key decides the mode; an event in the other mode bills nobody.
    Assign: {
      livemode:
        "{% $states.result.ResponseBody.livemode = true ? $states.result.ResponseBody.livemode : $error(($states.result.ResponseBody.livemode = $not(true) ? 'The key belongs to the other' : 'The response names no') & ' Stripe mode.') %}",
    },
    Catch: [
      {
        ErrorEquals: ['States.QueryEvaluationError'],
        Assign: {
          stripeMeterError: {
            error:
              "{% $contains($states.errorOutput.Cause & '', /the other Stripe mode/) ? 'WrongStripeMode' : $contains($states.errorOutput.Cause & '', /(the other|no) Stripe mode/) or ($millis() < ($timestamp + 14 * 60) * 1000) ? $states.errorOutput.Error : 'SendingWindowPassed' %}",
            cause: expect.stringContaining('recovery sends the meter event.'),
          },
          notTaken: 0,
          refusals: 0,
        },
        Next: 'RecordMeterEventError',
      },
      {
        ErrorEquals: ['States.ALL'],
        Comment: expect.any(String),
        Assign: {
          stripeMeterError: {
            error: '{% $states.errorOutput.Error %}',
            cause: "{% $substring($states.errorOutput.Cause & '', 0, 1000) %}",
          },
          notTaken:
            '{% $states.context.Execution.RedriveCount + $states.context.State.RetryCount = 0 and $states.errorOutput.Error in $notTakenErrors ? 1 : 0 %}',
          refusals: '{% $states.errorOutput.Error in $refusalErrors ? 1 : 0 %}',
        },
        Next: 'RecordMeterEventError',
      },
    ],
    Next: 'RecordMeterEventSent',
  });
});

describe('definitionFrom', () => {
  const values = {
    ...definitionValuesOf(environmentOf('live'), {
      secretArn: 'arn:secret',
      connectionArn: 'arn:connection',
    }),
    meterCustomerKey: 'customer',
    meterValueKey: 'quantity',
  };

  test('fills values and keys, so that the meter and the event cannot drift', () => {
    const filled = JSON.parse(definitionFrom(definitionFile, values));
    expect(Object.keys(filled.States.SendStripeMeterEvent.Arguments.RequestBody.payload)).toEqual([
      'customer',
      'quantity',
    ]);
  });

  test('refuses a placeholder without a value, which Terraform would find at apply', () => {
    const lacking = Object.fromEntries(Object.entries(values).filter(([name]) => name !== 'secretArn'));
    expect(() => definitionFrom(definitionFile, lacking)).toThrow(
      'the placeholder ${secretArn} has no value',
    );
  });

  test('refuses a value without a placeholder, which somebody believes in force', () => {
    expect(() => definitionFrom(definitionFile, { ...values, other: 'x' })).toThrow(
      'no placeholder uses the value of other',
    );
  });
});

test('every definition is a file that the console opens: plain JSON', () => {
  for (const name of readdirSync(asl).filter((file) => file.endsWith('.json'))) {
    expect(() => JSON.parse(readFileSync(join(asl, name), 'utf8'))).not.toThrow();
  }
});
