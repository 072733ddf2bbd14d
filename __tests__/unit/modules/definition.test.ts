import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionFrom } from '../../../modules/definition';

const asl = join(__dirname, '..', '..', '..', 'asl');

interface State {
  Type: string;
  Resource?: string;
  TimeoutSeconds?: number;
  Retry?: { ErrorEquals: string[] }[];
  Catch?: { ErrorEquals: string[] }[];
  Arguments?: unknown;
}
const states: Record<string, State> = JSON.parse(
  readFileSync(join(asl, 'ServiceProcessingOrchestrator.asl.json'), 'utf8'),
).States;
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

  test("reads no secret's value, which would stand in the execution history", () => {
    expect(tasks.map(([, state]) => state.Resource).filter((arn) => arn?.includes('getSecretValue'))).toEqual(
      [],
    );
  });

  test('names no Authorization header: Step Functions refuses it, and the connection adds it', () => {
    expect(JSON.stringify(states.SendStripeMeterEvent?.Arguments)).not.toMatch(/Authorization/i);
  });
});

describe('definitionFrom', () => {
  const values = {
    processingHistoryTable: 'history',
    policyMappingTable: 'mapping',
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
