import type {
  CreateStateMachineInput,
  DescribeExecutionInput,
  DescribeStateMachineForExecutionInput,
  DescribeStateMachineInput,
  GetExecutionHistoryInput,
  ListExecutionsInput,
  ListStateMachinesInput,
  ListTagsForResourceInput,
  RedriveExecutionInput,
  StartExecutionInput,
  StopExecutionInput,
  TagResourceInput,
  TestStateInput,
  UntagResourceInput,
  UpdateStateMachineInput,
  ValidateStateMachineDefinitionInput,
} from '@aws-sdk/client-sfn';
import { validateDefinition } from '../validation/validate';
import type { AwsHandler } from '../../endpoint/endpoint';
import { AwsError } from '../../endpoint/errors';
import { describeExecution, describeMachineOf, historyPage, listExecutions } from './execution-responses';
import type { Execution } from './execution';
import type { Executions } from './executions';
import { checkEnum, respondWithJson, operation, page, type JsonOperation } from '../../endpoint/json-api';
import { startQuota } from './start-quota';
import type { StateMachines } from './state-machines';
import { runTestState, type TestStateEnvironment } from './test-state';
import { versionOperations } from './version-operations';

/** `AWSStepFunctions.*`: what a deployment and its operators need; others are rejected by name. */
export function stepFunctionsApi(
  machines: StateMachines,
  executions: Executions,
  testing: TestStateEnvironment,
): AwsHandler {
  const takeStart = startQuota();
  const operations: Record<string, JsonOperation> = {
    CreateStateMachine: operation<CreateStateMachineInput>(
      ['name', 'definition', 'roleArn'],
      [
        'type',
        'loggingConfiguration',
        'tracingConfiguration',
        'encryptionConfiguration',
        'tags',
        'publish',
        'versionDescription',
      ],
      (input) => machines.create(input),
    ),
    UpdateStateMachine: operation<UpdateStateMachineInput>(
      ['stateMachineArn'],
      [
        'definition',
        'roleArn',
        'loggingConfiguration',
        'tracingConfiguration',
        'encryptionConfiguration',
        'publish',
        'versionDescription',
      ],
      (input) => machines.update(input),
    ),
    DescribeStateMachine: operation<DescribeStateMachineInput>(
      ['stateMachineArn'],
      ['includedData'],
      ({ stateMachineArn = '' }) => machines.describe(stateMachineArn),
    ),
    DeleteStateMachine: operation<DescribeStateMachineInput>(
      ['stateMachineArn'],
      [],
      async ({ stateMachineArn = '' }) => {
        machines.delete(stateMachineArn);
        await executions.abortAll(stateMachineArn);
      },
    ),
    ListStateMachines: operation<ListStateMachinesInput>([], ['maxResults', 'nextToken'], (input) => {
      const { items, ...rest } = page(machines.list(), input);
      return { stateMachines: items, ...rest };
    }),
    ...versionOperations(machines),
    ValidateStateMachineDefinition: operation<ValidateStateMachineDefinitionInput>(
      ['definition'],
      ['type', 'severity', 'maxResults'],
      validate,
    ),
    TestState: operation<TestStateInput>(
      ['definition'],
      ['roleArn', 'input', 'inspectionLevel', 'revealSecrets', 'variables', 'stateName'],
      (input, request) => runTestState(testing, input, request),
    ),
    TagResource: operation<TagResourceInput>(['resourceArn', 'tags'], [], ({ resourceArn = '', tags = [] }) =>
      machines.tags.add(resourceArn, tags),
    ),
    UntagResource: operation<UntagResourceInput>(
      ['resourceArn', 'tagKeys'],
      [],
      ({ resourceArn = '', tagKeys = [] }) => machines.tags.remove(resourceArn, tagKeys),
    ),
    ListTagsForResource: operation<ListTagsForResourceInput>(['resourceArn'], [], ({ resourceArn = '' }) =>
      machines.tags.list(resourceArn),
    ),
    StartExecution: operation<StartExecutionInput>(
      ['stateMachineArn'],
      ['name', 'input', 'traceHeader'],
      (input) => {
        takeStart();
        const execution = executions.start(machines.toRun(input.stateMachineArn ?? ''), input);
        return { executionArn: execution.arn, startDate: execution.startDate };
      },
    ),
    StopExecution: operation<StopExecutionInput>(['executionArn'], ['error', 'cause'], (input) =>
      executions.stop(input),
    ),
    RedriveExecution: operation<RedriveExecutionInput>(['executionArn'], ['clientToken'], (input) =>
      executions.redrive(input),
    ),
    DescribeExecution: operation<DescribeExecutionInput>(
      ['executionArn'],
      ['includedData'],
      ({ executionArn = '' }) => describeExecution(executions.get(executionArn), executions.now()),
    ),
    DescribeStateMachineForExecution: operation<DescribeStateMachineForExecutionInput>(
      ['executionArn'],
      ['includedData'],
      ({ executionArn = '' }) => describeMachineOf(executions.get(executionArn)),
    ),
    ListExecutions: operation<ListExecutionsInput>(
      [],
      ['stateMachineArn', 'mapRunArn', 'statusFilter', 'maxResults', 'nextToken'],
      (input) => listExecutions(listed(machines, executions, input), input),
    ),
    GetExecutionHistory: operation<GetExecutionHistoryInput>(
      ['executionArn'],
      ['includeExecutionData', 'reverseOrder', 'maxResults', 'nextToken'],
      (input) => historyPage(executions.get(input.executionArn ?? ''), input),
    ),
  };
  return (request) => respondWithJson('Step Functions', operations, request);
}

function listed(
  machines: StateMachines,
  executions: Executions,
  { stateMachineArn, mapRunArn }: ListExecutionsInput,
): Execution[] {
  if ((stateMachineArn === undefined) === (mapRunArn === undefined)) {
    throw new AwsError('ValidationException', 'Exactly one of stateMachineArn and mapRunArn must be given');
  }
  if (stateMachineArn !== undefined) {
    machines.toRun(stateMachineArn);
    return executions.of(stateMachineArn);
  }
  return executions.ofMapRun(mapRunArn!);
}

function validate({ definition = '', type, severity, maxResults }: ValidateStateMachineDefinitionInput) {
  checkEnum('type', type, ['STANDARD', 'EXPRESS']);
  checkEnum('severity', severity, ['ERROR', 'WARNING']);
  const found = validateDefinition(definition);
  const wanted = found.filter((one) => severity === 'WARNING' || one.severity === 'ERROR');
  const { items, nextToken } = page(wanted, { maxResults }, { maximumSize: 100 });
  const result = found.some((one) => one.severity === 'ERROR') ? 'FAIL' : 'OK';
  return { result, diagnostics: items, truncated: nextToken !== undefined };
}
