import { allow } from '../../../modules/policies/statement';
import type { ProbeContext } from '../context';
import { endText } from '../http-state';
import { execute, probeMachine } from '../machines';
import type { Question } from '../question';
import { probeRole } from '../roles';

export const dynamodbErrors: Question = {
  id: 'dynamodb-errors',
  assumption:
    'A DynamoDB task ends with DynamoDB.ResourceNotFoundException where there is no table, and with DynamoDB.AmazonDynamoDBException where the role may not read it.',
  dependsOn: [
    'asl/ServiceProcessingOrchestrator.asl.json',
    'docs/runbook.md',
    'packages/local-aws/src/step-functions/tasks/service-error.ts',
  ],
  async ask(context) {
    const { region, accountId } = context.options.environment;
    const [absent, denied] = [context.nameOf('absent'), context.nameOf('denied')];
    const roleArn = await probeRole(context, 'dynamodb', [
      allow(
        'ReadAbsentTable',
        ['dynamodb:GetItem'],
        `arn:aws:dynamodb:${region}:${accountId}:table/${absent}`,
      ),
    ]);
    const machineFor = (thing: string, table: string) =>
      probeMachine(context, thing, { states: { Get: getState(table) }, roleArn });
    const onAbsent = await machineFor('dynamodb-absent', absent);
    const onDenied = await machineFor('dynamodb-denied', denied);
    const missing = await untilError(context, onAbsent, 'DynamoDB.ResourceNotFoundException');
    const refused = await execute(context, onDenied);
    return {
      agrees:
        missing.error === 'DynamoDB.ResourceNotFoundException' &&
        refused.error === 'DynamoDB.AmazonDynamoDBException',
      seen: `without the table: ${missing.error ?? missing.status}; without the permission: ${refused.error ?? refused.status}`,
    };
  },
};

const getState = (TableName: string) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::dynamodb:getItem',
  Arguments: { TableName, Key: { id: { S: 'probe' } } },
  End: true,
});

const untilError = (context: ProbeContext, machine: string, expected: string) =>
  context.until(
    'iam',
    () => execute(context, machine),
    ({ error }) => error === expected,
  );

export const mapRunDenied: Question = {
  id: 'map-run-denied',
  assumption:
    'A Distributed Map whose role may not start executions of its own state machine ends with States.Permissions.',
  dependsOn: [
    'docs/runbook.md',
    'packages/local-aws/src/step-functions/interpreter/distributed-map.ts',
    'packages/local-aws/src/step-functions/tasks/execution-role-session.ts',
  ],
  async ask(context) {
    const { region, accountId } = context.options.environment;
    const unrelated = `arn:aws:states:${region}:${accountId}:stateMachine:${context.nameOf('none')}`;
    const roleArn = await probeRole(context, 'map-run', [
      allow('StartNothing', ['states:StartExecution'], unrelated),
    ]);
    const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
    const Item = { Type: 'Pass', End: true };
    const states = {
      Items: {
        Type: 'Map',
        Label: 'Items',
        Items: [1],
        ItemProcessor: { ProcessorConfig, StartAt: 'Item', States: { Item } },
        MaxConcurrency: 1,
        End: true,
      },
    };
    const machine = await probeMachine(context, 'map-run', { states, roleArn });
    const ended = await execute(context, machine);
    return { agrees: ended.error === 'States.Permissions', seen: endText(ended) };
  },
};
