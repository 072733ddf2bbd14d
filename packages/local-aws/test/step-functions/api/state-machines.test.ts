import { CreateLogGroupCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  ListActivitiesCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
  type CreateStateMachineCommandInput,
} from '@aws-sdk/client-sfn';
import { accountId, arnOf, region, startAccount, type Account, logDelivery } from '../../local-account';

const definitionOf = (states: object) =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Only', States: { Only: states } });
const pass = definitionOf({ Type: 'Pass', End: true });
const syncChild = definitionOf({
  Type: 'Task',
  Resource: 'arn:aws:states:::states:startExecution.sync:2',
  Arguments: { StateMachineArn: arnOf.machine('child') },
  End: true,
});
const managedRule = {
  Effect: 'Allow',
  Action: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
  Resource: `arn:aws:events:${region}:${accountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
};

describe('state machines of local Step Functions', () => {
  let account: Account;
  let roleArn: string;

  beforeAll(async () => {
    account = await startAccount();
    roleArn = await account.role('any');
  });
  afterAll(() => account.aws.stop());

  const create = (input: Partial<CreateStateMachineCommandInput> & { name: string }) =>
    account.states.send(new CreateStateMachineCommand({ definition: pass, roleArn, ...input }));
  const describeMachine = (name: string) =>
    account.states.send(new DescribeStateMachineCommand({ stateMachineArn: arnOf.machine(name) }));

  test('a machine is described as it was created, without anything that Terraform would see as a difference', async () => {
    const { stateMachineArn } = await create({
      name: 'plain',
      tags: [{ key: 'environment', value: 'test' }],
    });
    expect(stateMachineArn).toBe(arnOf.machine('plain'));
    expect(await describeMachine('plain')).toMatchObject({
      definition: pass,
      roleArn,
      status: 'ACTIVE',
      type: 'STANDARD',
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      creationDate: expect.any(Date) as Date,
    });
    const versions = await account.states.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
    expect(versions.stateMachineVersions).toEqual([]);
  });

  test('the same machine again is the same machine; another one under its name is rejected', async () => {
    const first = await create({ name: 'twice' });
    expect((await create({ name: 'twice' })).creationDate).toEqual(first.creationDate);
    await expect(create({ name: 'twice', tracingConfiguration: { enabled: true } })).rejects.toMatchObject({
      name: 'StateMachineAlreadyExists',
    });
  });

  test('an update changes what it names and keeps the rest', async () => {
    await create({ name: 'updated' });
    const stateMachineArn = arnOf.machine('updated');
    const tracingConfiguration = { enabled: true };
    await account.states.send(new UpdateStateMachineCommand({ stateMachineArn, tracingConfiguration }));
    expect(await describeMachine('updated')).toMatchObject({ definition: pass, tracingConfiguration });
    await expect(
      account.states.send(new UpdateStateMachineCommand({ stateMachineArn, definition: '{}' })),
    ).rejects.toMatchObject({ name: 'InvalidDefinition' });
    expect((await describeMachine('updated')).definition).toBe(pass);
  });

  test('a deleted machine no longer exists, and deleting it again is no error', async () => {
    await create({ name: 'deleted' });
    const gone = new DeleteStateMachineCommand({ stateMachineArn: arnOf.machine('deleted') });
    await account.states.send(gone);
    await account.states.send(gone);
    await expect(describeMachine('deleted')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  test('tags are added, replaced and removed', async () => {
    await create({ name: 'tagged', tags: [{ key: 'a', value: '1' }] });
    const resourceArn = arnOf.machine('tagged');
    const tags = [
      { key: 'a', value: '2' },
      { key: 'b', value: '3' },
    ];
    await account.states.send(new TagResourceCommand({ resourceArn, tags }));
    await account.states.send(new UntagResourceCommand({ resourceArn, tagKeys: ['b'] }));
    const listed = await account.states.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(listed.tags).toEqual([{ key: 'a', value: '2' }]);
  });

  test('machines are listed page by page', async () => {
    for (const name of ['page-1', 'page-2', 'page-3']) {
      await create({ name });
    }
    const names: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await account.states.send(new ListStateMachinesCommand({ maxResults: 2, nextToken }));
      expect(page.stateMachines!.length).toBeLessThanOrEqual(2);
      names.push(...page.stateMachines!.map(({ name }) => name));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(names).toEqual(expect.arrayContaining(['page-1', 'page-2', 'page-3']));
    expect(new Set(names).size).toBe(names.length);
  });

  test('a definition that AWS rejects is rejected at plan time and at creation', async () => {
    const definition = definitionOf({ Type: 'Pass', Next: 'Nowhere' });
    const checked = await account.states.send(new ValidateStateMachineDefinitionCommand({ definition }));
    expect(checked.result).toBe('FAIL');
    expect(checked.diagnostics).not.toHaveLength(0);
    await expect(create({ name: 'broken', definition })).rejects.toMatchObject({ name: 'InvalidDefinition' });
    const fine = await account.states.send(new ValidateStateMachineDefinitionCommand({ definition: pass }));
    expect(fine).toMatchObject({ result: 'OK', diagnostics: [], truncated: false });
  });

  test('only a role that trusts Step Functions for this very machine can run it', async () => {
    const only = (arn: string) => ({
      StringEquals: { 'aws:SourceAccount': accountId },
      ArnEquals: { 'aws:SourceArn': arn },
    });
    await create({ name: 'own', roleArn: await account.role('own', [], only(arnOf.machine('own'))) });
    const rejection = {
      name: 'AccessDeniedException',
      message: expect.stringContaining('is authorized to assume the provided role') as string,
    };
    const foreign = await account.role('foreign', [], only(arnOf.machine('other')));
    await expect(create({ name: 'own-2', roleArn: foreign })).rejects.toMatchObject(rejection);
    const missing = `arn:aws:iam::${accountId}:role/missing`;
    await expect(create({ name: 'own-3', roleArn: missing })).rejects.toMatchObject(rejection);
  });

  test('a role that lacks one of the log delivery permissions cannot log, because AWS says so at creation', async () => {
    const loggingConfiguration = await account.logging('/logs/allowed');
    const Action = logDelivery.Action.filter((action) => action !== 'logs:PutResourcePolicy');
    await expect(
      create({
        name: 'unlogged',
        loggingConfiguration,
        roleArn: await account.role('unlogged', [{ ...logDelivery, Action }]),
      }),
    ).rejects.toThrow('The state machine IAM Role is not authorized to access the Log Destination');
    const logged = await account.role('logged', [logDelivery]);
    await create({ name: 'logged', loggingConfiguration, roleArn: logged });
    expect(await describeMachine('logged')).toMatchObject({ loggingConfiguration });
  });

  test.each([
    ['without ":*"', arnOf.logGroup('/logs/there'), 'end in ":*"'],
    [
      'of no log group',
      `${arnOf.logGroup('/logs/not-there')}:*`,
      'The log group /logs/not-there does not exist.',
    ],
  ])('a log destination %s is rejected', async (_, logGroupArn, reason) => {
    await account.logs
      .send(new CreateLogGroupCommand({ logGroupName: '/logs/there' }))
      .catch(() => undefined);
    const loggingConfiguration = {
      level: 'ALL' as const,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }],
    };
    const created = create({ name: 'misdirected', loggingConfiguration });
    await expect(created).rejects.toMatchObject({
      name: 'InvalidLoggingConfiguration',
      message: expect.stringContaining(reason) as string,
    });
  });

  test('a machine that waits for a child needs the managed rule', async () => {
    await expect(create({ name: 'parent', definition: syncChild })).rejects.toThrow(
      `'${roleArn}' is not authorized to create managed-rule.`,
    );
    const allowed = await account.role('parent', [managedRule]);
    await create({ name: 'parent', definition: syncChild, roleArn: allowed });
  });

  test.each([
    ['EXPRESS state machines', { type: 'EXPRESS' as const }],
    [
      'encryption CUSTOMER_MANAGED_KMS_KEY',
      { encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY' as const } },
    ],
  ])('%s are rejected by name', async (what, input) => {
    await expect(create({ name: 'rejected', ...input })).rejects.toThrow(
      `local Step Functions does not support ${what}`,
    );
  });

  test('an unknown operation is rejected by name, at once', async () => {
    await expect(account.states.send(new ListActivitiesCommand({}))).rejects.toThrow(
      'local Step Functions does not support ListActivities',
    );
  });

  test('what is wrong with a definition is said with AWS’s codes and locations', async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Only',
      States: { Only: { Type: 'Pass', Output: '{% phone %}', Next: 'Only' } },
    });
    await expect(create({ name: 'wrong', definition })).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message:
        "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null, " +
        "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/Only/Output'",
    });
    const { diagnostics } = await account.states.send(
      new ValidateStateMachineDefinitionCommand({ definition }),
    );
    expect(diagnostics).toEqual([
      { severity: 'ERROR', code: 'MISSING_END_STATE', message: 'Workflow has no terminal state' },
      expect.objectContaining({ location: '/States/Only/Output' }),
    ]);
    const tooMany = new ValidateStateMachineDefinitionCommand({ definition, maxResults: 101 });
    await expect(account.states.send(tooMany)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test.each(['', 'has space', 'n'.repeat(81), 'question?'])(
    'the name %p is rejected as in AWS',
    async (name) => {
      await expect(create({ name })).rejects.toMatchObject({ name: 'InvalidName' });
    },
  );

  test('a metric filter that could not count is rejected when it is put', async () => {
    const filter = new PutMetricFilterCommand({
      logGroupName: '/logs/there',
      filterName: 'f',
      filterPattern: 'ERROR',
      metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
    });
    await expect(account.logs.send(filter)).rejects.toThrow('does not support the filter pattern ERROR');
  });
});
