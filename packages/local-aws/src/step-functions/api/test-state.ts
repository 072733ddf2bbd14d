import { randomUUID } from 'node:crypto';
import type { InspectionData, InspectionLevel, TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import type { AwsRequest } from '../../endpoint/aws-request';
import { checkEnum } from '../../endpoint/json-api';
import type { CallerAuthorizer } from '../../endpoint/caller';
import { testState, type StateTestResult } from '../interpreter/state-test';
import type { Clock, HttpExchange, TaskRunner } from '../types';
import { checkInput } from './execution-input';
import { authorizeTest, parsedVariables, testableState } from './test-state-checks';

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
  await authorizeTest(environment.authorizeCaller, request, { roleArn, revealSecrets });
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
