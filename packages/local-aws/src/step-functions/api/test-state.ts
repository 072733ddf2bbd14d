import { randomUUID } from 'node:crypto';
import type { InspectionData, InspectionLevel, TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import type { AwsRequest } from '../../endpoint/aws-request';
import { AwsError } from '../../endpoint/errors';
import { checkEnum } from '../../endpoint/json-api';
import type { CallerAuthorizer } from '../../endpoint/caller';
import type { State } from '../interpreter/definition';
import { testState, type StateTestResult } from '../interpreter/state-test';
import { stateToTest } from '../validation/state-definition';
import type { Clock, HttpExchange, TaskRunner } from '../types';
import { isJsonObject, type Json } from '../../json';
import { checkInput } from './execution-input';
import { invalidDefinition } from './state-machine-checks';

export interface TestStateEnvironment {
  readonly runTask: TaskRunner;
  readonly clock: Clock;
  readonly account: { readonly accountId: string; readonly region: string };
  readonly authorizeCaller: CallerAuthorizer;
}

/** Runs one state without a state machine, and shows how its output came about. */
export async function runTestState(
  environment: TestStateEnvironment,
  input: TestStateInput,
  request: AwsRequest,
): Promise<TestStateOutput> {
  const { definition = '', roleArn, inspectionLevel = 'INFO', revealSecrets = false, stateName } = input;
  checkEnum('inspectionLevel', inspectionLevel, ['INFO', 'DEBUG', 'TRACE']);
  await authorize(environment, request, { roleArn, revealSecrets });
  const stateInput = input.input ?? '{}';
  checkInput(stateInput);
  const variables = parsedVariables(input.variables);
  const { name, state } = testableState(definition, stateName, roleArn);
  const seen: Seen = {};
  const result = await testState({
    name,
    state,
    variables,
    options: {
      ...identity(environment.account),
      definition,
      input: stateInput,
      roleArn: roleArn ?? '',
      clock: environment.clock,
      signal: new AbortController().signal,
      testsState: true,
      runTask: (call) =>
        environment.runTask(
          inspectionLevel === 'TRACE'
            ? { ...call, trace: { revealSecrets, onExchange: (exchange) => (seen.exchange = exchange) } }
            : call,
        ),
      onEvent({ taskScheduledEventDetails: scheduled, taskSucceededEventDetails: succeeded }) {
        seen.afterArguments ??= scheduled?.parameters;
        seen.result ??= succeeded?.output;
      },
    },
  });
  return response(result, inspectionLevel, stateInput, seen);
}

/** What was seen on the way. */
interface Seen {
  afterArguments?: string | undefined;
  result?: string | undefined;
  exchange?: HttpExchange;
}

/** Source: developer guide, "IAM permissions for using TestState API". */
async function authorize(
  { authorizeCaller }: TestStateEnvironment,
  request: AwsRequest,
  { roleArn, revealSecrets }: { roleArn: string | undefined; revealSecrets: boolean },
): Promise<void> {
  await authorizeCaller(request, 'states:TestState', '*');
  if (revealSecrets) {
    await authorizeCaller(request, 'states:RevealSecrets', '*');
  }
  if (roleArn !== undefined) {
    await authorizeCaller(request, 'iam:PassRole', roleArn, {
      'iam:PassedToService': 'states.amazonaws.com',
    });
  }
}

function testableState(
  definition: string,
  stateName: string | undefined,
  roleArn: string | undefined,
): { name: string; state: State } {
  const found = stateToTest(definition, stateName);
  if (found.diagnostics) {
    throw invalidDefinition(found.diagnostics);
  }
  const { name, state } = found.state;
  if (state.Type === 'Map' || state.Type === 'Parallel') {
    const supported = '[Task, Wait, Pass, Succeed, Fail, Choice]';
    const message = `TestState API does not support Map or Parallel states. Supported state types include: ${supported}`;
    throw new AwsError('InvalidDefinition', message);
  }
  if (state.Type === 'Task' && /\.(sync(:2)?|waitForTaskToken)$/.test(String(state.Resource))) {
    throw new AwsError(
      'InvalidDefinition',
      'TestState API does not support the service integration patterns .sync and .waitForTaskToken without a mock',
    );
  }
  if (state.Type === 'Task' && roleArn === undefined) {
    throw new AwsError('ValidationException', 'RoleArn must be specified when testing a Task state');
  }
  return { name, state: state as unknown as State };
}

function parsedVariables(variables = '{}'): Record<string, Json> {
  try {
    const value: unknown = JSON.parse(variables);
    if (isJsonObject(value)) {
      return value;
    }
  } catch {
    // Said below.
  }
  throw new AwsError('ValidationException', 'Variables must be a JSON object');
}

/** A state machine and an express execution of it, made up for the test. */
function identity({ accountId, region }: TestStateEnvironment['account']) {
  const [machine, execution] = [randomUUID(), randomUUID()];
  const arn = `arn:aws:states:${region}:${accountId}`;
  return {
    stateMachineArn: `${arn}:stateMachine:${machine}`,
    stateMachineName: machine,
    executionArn: `${arn}:express:${machine}:${execution}`,
    executionName: execution,
  };
}

function response(
  { status, output, failure, nextState, errorDetails, variables }: StateTestResult,
  level: InspectionLevel,
  input: string,
  { afterArguments, result, exchange }: Seen,
): TestStateOutput {
  const inspectionData: InspectionData = {
    input,
    afterArguments,
    result,
    errorDetails,
    ...(Object.keys(variables).length > 0 && { variables: JSON.stringify(variables) }),
    ...exchange,
  };
  return {
    status,
    ...(output !== undefined && { output: JSON.stringify(output) }),
    // AWS leaves an empty one out.
    error: failure?.error || undefined,
    cause: failure?.cause || undefined,
    nextState,
    ...(level !== 'INFO' && { inspectionData }),
  };
}
