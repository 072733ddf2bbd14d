import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
  type CreateStateMachineCommandInput,
} from '@aws-sdk/client-sfn';
import { arnOf, startAccount, type Account } from '../../local-account';

const definitionOf = (Output: unknown) =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Only',
    States: { Only: { Type: 'Pass', Output, End: true } },
  });

describe('versions and aliases of local state machines', () => {
  let account: Account;
  let roleArn: string;

  beforeAll(async () => {
    account = await startAccount();
    roleArn = await account.role('any');
  });
  afterAll(() => account.aws.stop());

  const create = (name: string, input: Partial<CreateStateMachineCommandInput> = {}) =>
    account.states.send(
      new CreateStateMachineCommand({ name, definition: definitionOf(1), roleArn, ...input }),
    );
  const update = (name: string, Output: unknown, publish = false) =>
    account.states.send(
      new UpdateStateMachineCommand({
        stateMachineArn: arnOf.machine(name),
        definition: definitionOf(Output),
        publish,
      }),
    );
  const publish = (name: string, input: object = {}) =>
    account.states.send(
      new PublishStateMachineVersionCommand({ stateMachineArn: arnOf.machine(name), ...input }),
    );
  const describeMachine = (stateMachineArn: string) =>
    account.states.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const versionsOf = async (name: string) => {
    const listed = await account.states.send(
      new ListStateMachineVersionsCommand({ stateMachineArn: arnOf.machine(name) }),
    );
    return listed.stateMachineVersions!.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  };
  const version = (name: string, number: number) => `${arnOf.machine(name)}:${number}`;

  test('a machine is published when it is created and whenever it changes, as publish = true asks', async () => {
    const created = await create('published', { publish: true, versionDescription: 'first' });
    expect(created.stateMachineVersionArn).toBe(version('published', 1));
    const changed = await update('published', 2, true);
    expect(changed.stateMachineVersionArn).toBe(version('published', 2));
    expect(changed.revisionId).toBeDefined();
    const same = await update('published', 2, true);
    expect(same.stateMachineVersionArn).toBe(version('published', 2));
    expect(await versionsOf('published')).toEqual([version('published', 2), version('published', 1)]);
    expect(await describeMachine(version('published', 1))).toMatchObject({
      stateMachineArn: version('published', 1),
      name: 'published',
      definition: definitionOf(1),
      description: 'first',
    });
    expect((await describeMachine(arnOf.machine('published'))).definition).toBe(definitionOf(2));
  });

  test('a revision is one version, a description needs one, and another revision is a conflict', async () => {
    await create('revised');
    const first = await publish('revised');
    expect(await publish('revised')).toMatchObject({ stateMachineVersionArn: first.stateMachineVersionArn });
    const { revisionId } = await update('revised', 2);
    await update('revised', 3);
    await expect(publish('revised', { revisionId })).rejects.toMatchObject({
      name: 'ConflictException',
      message: expect.stringMatching(
        `^Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is [0-9a-f-]+.$`,
      ) as string,
    });
    await expect(create('undescribed', { versionDescription: 'x' })).rejects.toThrow(
      'Version description can only be set when publish is true',
    );
  });

  test('the number of a deleted version is not given again', async () => {
    await create('numbered', { publish: true });
    const gone = new DeleteStateMachineVersionCommand({ stateMachineVersionArn: version('numbered', 1) });
    await account.states.send(gone);
    await account.states.send(gone);
    expect(await versionsOf('numbered')).toEqual([]);
    await expect(describeMachine(version('numbered', 1))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    expect((await publish('numbered')).stateMachineVersionArn).toBe(version('numbered', 2));
  });

  const alias = (name: string, routes: [string, number][], description?: string) =>
    account.states.send(
      new CreateStateMachineAliasCommand({
        name,
        description,
        routingConfiguration: routes.map(([stateMachineVersionArn, weight]) => ({
          stateMachineVersionArn,
          weight,
        })),
      }),
    );

  test('an execution of an alias runs its version, and says so', async () => {
    await create('aliased', { publish: true });
    await update('aliased', 2, true);
    const { stateMachineAliasArn } = await alias('live', [[version('aliased', 1), 100]]);
    expect(stateMachineAliasArn).toBe(`${arnOf.machine('aliased')}:live`);
    const { executionArn } = await account.states.send(
      new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn }),
    );
    let execution;
    do {
      execution = await account.states.send(new DescribeExecutionCommand({ executionArn }));
    } while (execution.status === 'RUNNING');
    const started = {
      stateMachineArn: arnOf.machine('aliased'),
      stateMachineVersionArn: version('aliased', 1),
      stateMachineAliasArn,
    };
    expect(execution).toMatchObject({ ...started, output: '1' });
    const listed = await account.states.send(
      new ListExecutionsCommand({ stateMachineArn: stateMachineAliasArn }),
    );
    expect(listed.executions).toEqual([expect.objectContaining({ executionArn, ...started })]);
    const others = await account.states.send(
      new ListExecutionsCommand({ stateMachineArn: version('aliased', 2) }),
    );
    expect(others.executions).toEqual([]);
  });

  test('an alias is created, changed and deleted, and holds its versions', async () => {
    await create('lived', { publish: true });
    await update('lived', 2, true);
    const only: [string, number][] = [[version('lived', 1), 100]];
    const { stateMachineAliasArn } = await alias('prod', only, 'first');
    await alias('prod', only, 'first');
    await expect(alias('prod', only, 'other')).rejects.toMatchObject({ name: 'ConflictException' });
    const one = new DeleteStateMachineVersionCommand({ stateMachineVersionArn: version('lived', 1) });
    await expect(account.states.send(one)).rejects.toThrow(
      'Current list of aliases referencing this version: [prod]',
    );
    const routingConfiguration = [{ stateMachineVersionArn: version('lived', 2), weight: 100 }];
    await account.states.send(
      new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration }),
    );
    await account.states.send(one);
    const found = new DescribeStateMachineAliasCommand({ stateMachineAliasArn });
    expect(await account.states.send(found)).toMatchObject({
      stateMachineAliasArn,
      name: 'prod',
      description: 'first',
      routingConfiguration,
    });
    const stateMachineArn = arnOf.machine('lived');
    const listed = await account.states.send(new ListStateMachineAliasesCommand({ stateMachineArn }));
    expect(listed.stateMachineAliases).toEqual([expect.objectContaining({ stateMachineAliasArn })]);
    await account.states.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    await expect(account.states.send(found)).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  test('routes that AWS rejects are rejected in its words', async () => {
    await create('routed', { publish: true });
    await update('routed', 2, true);
    const [one, two] = [version('routed', 1), version('routed', 2)];
    const cases: [[string, number][], string][] = [
      [[[arnOf.machine('routed'), 100]], 'must contain state machine version ARNs. Received: ['],
      [
        [
          [one, 50],
          [one, 50],
        ],
        'must contain distinct state machine version ARNs.',
      ],
      [
        [
          [one, 70],
          [two, 29],
        ],
        'Sum of routing configuration weights must equal 100. Received: [70, 29]',
      ],
      [[[one, 101]], "Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy"],
    ];
    for (const [routes, message] of cases) {
      await expect(alias('a', routes)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message) as string,
      });
    }
    await expect(alias('123', [[one, 100]])).rejects.toThrow('satisfy regular expression pattern');
  });

  test('a deleted machine takes its versions and aliases along', async () => {
    await create('gone', { publish: true });
    const { stateMachineAliasArn } = await alias('live', [[version('gone', 1), 100]]);
    await account.states.send(new DeleteStateMachineCommand({ stateMachineArn: arnOf.machine('gone') }));
    for (const stateMachineArn of [version('gone', 1), stateMachineAliasArn!]) {
      await expect(account.states.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toMatchObject(
        { name: 'StateMachineDoesNotExist' },
      );
    }
  });
});
