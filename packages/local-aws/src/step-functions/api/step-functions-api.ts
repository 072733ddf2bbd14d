import type {
  CreateStateMachineInput,
  DescribeStateMachineInput,
  ListStateMachinesInput,
  ListTagsForResourceInput,
  TagResourceInput,
  TestStateInput,
  UntagResourceInput,
  UpdateStateMachineInput,
  ValidateStateMachineDefinitionInput,
} from '@aws-sdk/client-sfn';
import { validateDefinition } from '../validation/validate';
import type { AwsHandler } from '../../endpoint/endpoint';
import { executionOperations } from './execution-operations';
import type { Executions } from './executions';
import { checkEnum, respondWithJson, operation, page, type JsonOperation } from '../../endpoint/json-api';
import type { StateMachines } from './state-machines';
import { runTestState, type TestStateEnvironment } from './test-state';
import { versionOperations } from './version-operations';

/** `AWSStepFunctions.*`: what a deployment and its operators need; others are rejected by name. */
export function stepFunctionsApi(
  machines: StateMachines,
  executions: Executions,
  testing: TestStateEnvironment,
): AwsHandler {
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
    ...executionOperations(machines, executions),
  };
  return (request) => respondWithJson('Step Functions', operations, request);
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
