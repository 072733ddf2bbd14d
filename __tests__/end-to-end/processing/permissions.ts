import { DescribeStateMachineCommand, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import type { Deployed } from '../../helpers/deployed';
import { recover } from '../../helpers/recovery';
import { statementsOf, withStatements, withTrust, type Statement } from '../../helpers/execution-role';

/** Statements without which the meter event is not sent: the record names the error. */
const sending: readonly { sid: string; symptom?: string; error: string; cause: string }[] = [
  {
    sid: 'SecretsManagerReadAccess',
    symptom: '"AccessDeniedException" (Secrets Manager): ',
    error: 'SecretsManager.SecretsManagerException',
    cause: 'not authorized to perform: secretsmanager:DescribeSecret on resource: arn:aws:secretsmanager',
  },
  {
    sid: 'RetrieveConnectionCredentials',
    error: 'Events.ConnectionResource.AccessDenied',
    cause: 'not authorized to perform: events:RetrieveConnectionCredentials',
  },
  {
    sid: 'ReadConnectionSecret',
    error: 'Events.ConnectionResource.AccessDenied',
    cause: ':secret:events!connection/',
  },
  {
    sid: 'InvokeHTTPEndpoint',
    symptom: '"Not authorized to perform states:InvokeHTTPEndpoint": ',
    error: 'States.Http.AccessDenied',
    cause: 'not authorized to perform states:InvokeHTTPEndpoint on API Endpoint https://api.stripe.com',
  },
];

/** Statements without which nothing is processed: the execution's cause names the action. */
const processing: readonly { sid: string; action: string; recorded?: 'nothing' }[] = [
  { sid: 'ProcessingHistory', action: 'dynamodb:UpdateItem', recorded: 'nothing' },
  { sid: 'PolicyMapping', action: 'dynamodb:GetItem' },
  { sid: 'RecordMeterEvents', action: 'dynamodb:PutItem' },
  { sid: 'StartChild', action: 'states:StartExecution' },
  { sid: 'FollowChild', action: 'states:DescribeExecution' },
  { sid: 'ChildEventsRule', action: 'events:PutTargets' },
];

type Change = (statement: Statement) => Statement[];
const ways: readonly { way: string; change: Change }[] = [
  { way: 'without', change: () => [] },
  {
    way: 'with another resource in',
    change: (statement) => [
      { ...statement, Resource: [statement.Resource ?? ''].flat().map((arn) => `${arn}-other`) },
    ],
  },
];
const everyWay = <Case extends { sid: string }>(cases: readonly Case[]) =>
  cases.flatMap((one) => ways.map((way) => ({ ...one, ...way })));

/** Each statement of the role, taken away or changed: what it was for fails by name, and works again with it. */
export function permissions(current: () => Deployed): void {
  const executed = async (sid: string, change: Change) => {
    const input = await current().upload();
    const outcome = await withChanged(current(), sid, change, () => current().run(input));
    return { input, outcome, record: await current().record(input) };
  };
  const leftToRecovery: { processingHistoryId: string }[] = [];
  const expectBilledByReplay = async (input: { processingHistoryId: string }) => {
    expect(await current().run(input)).toMatchObject({ status: 'SUCCEEDED' });
    expect(current().meterEvents(input)).toHaveLength(1);
    expect(await current().record(input)).not.toHaveProperty('stripeMeterError');
  };

  test.each(everyWay(sending).map((one) => ({ symptom: '', ...one })))(
    '$symptom$way $sid sends no meter event and records why',
    async ({ sid, change, error, cause }) => {
      const { input, outcome, record } = await executed(sid, change);
      expect(outcome.status).toBe('SUCCEEDED');
      expect(record).toMatchObject({
        status: 'completed',
        stripeMeterError: { error, cause: expect.stringContaining(cause) },
      });
      expect(current().attempts(input)).toEqual([]);
      leftToRecovery.push(input);
    },
  );

  test.each([
    { title: 'other URL', key: 'states:HTTPEndpoint', value: 'https://api.stripe.com/v1/charges' },
    { title: 'other method', key: 'states:HTTPMethod', value: 'GET' },
  ])(
    '"Not authorized to perform states:InvokeHTTPEndpoint": with a condition for an$title is recorded',
    async ({ key, value }) => {
      const { input, record } = await executed('InvokeHTTPEndpoint', (statement) => [
        { ...statement, Condition: { StringEquals: { ...statement.Condition?.StringEquals, [key]: value } } },
      ]);
      expect(record).toMatchObject({
        status: 'completed',
        stripeMeterError: { error: 'States.Http.AccessDenied' },
      });
      leftToRecovery.push(input);
    },
  );

  test('that has every permission again needs no person: recovery sends what was not sent', async () => {
    expect(leftToRecovery.length).toBeGreaterThan(0);
    await recover(current());
    for (const input of leftToRecovery) {
      expect(current().meterEvents(input)).toHaveLength(1);
      expect(await current().ledger(input)).toMatchObject({ status: 'sent', evidence: 'response' });
      expect(await current().record(input)).not.toHaveProperty('stripeMeterError');
    }
  });

  test.each(everyWay(processing))(
    '$way $sid fails the execution with a cause that names $action',
    async ({ sid, change, action, recorded }) => {
      const { input, outcome, record } = await executed(sid, change);
      const cause = expect.stringContaining(`not authorized to perform: ${action} on resource: arn:aws:`);
      expect(outcome).toMatchObject({ status: 'FAILED', cause });
      expect(record).toEqual(
        recorded ? {} : expect.objectContaining({ status: 'failed', errorMessage: outcome.cause }),
      );
      expect(current().attempts(input)).toEqual([]);
      await expectBilledByReplay(input);
    },
  );

  test.each([
    {
      sid: 'DeliverLogs',
      message: 'The state machine IAM Role is not authorized to access the Log Destination',
    },
    { sid: 'ChildEventsRule', message: 'is not authorized to create managed-rule' },
  ])(
    'without $sid cannot be given to a state machine, because AWS checks it there',
    async ({ sid, message }) => {
      await expect(
        withChanged(
          current(),
          sid,
          () => [],
          () => saveAgain(current()),
        ),
      ).rejects.toThrow(message);
    },
  );

  test.each([
    {
      key: 'aws:SourceArn',
      operator: 'ArnEquals',
      value: 'arn:aws:states:ap-northeast-1:002689294103:stateMachine:Other',
    },
    { key: 'aws:SourceAccount', operator: 'StringEquals', value: '111122223333' },
  ])('that trusts another $key runs nothing, and cannot be given to this state machine', async (one) => {
    const input = await current().upload();
    const change = ({ Condition }: Statement) => (Condition![one.operator] = { [one.key]: one.value });
    await withTrust(current(), change, async () => {
      const cause = expect.stringContaining('is authorized to assume the provided role');
      expect(await current().run(input)).toMatchObject({ status: 'FAILED', cause });
      await expect(saveAgain(current())).rejects.toThrow('is authorized to assume the provided role');
    });
    expect(await current().record(input)).toEqual({});
    await expectBilledByReplay(input);
  });

  // The local AWS has no X-Ray, so nothing here misses the statement Tracing.
  test('has no statement that no test takes away, but the one for traces', async () => {
    const taken = [...sending, ...processing].map(({ sid }) => sid);
    const sids = (await statementsOf(current())).map(({ Sid }) => Sid);
    expect(sids.sort()).toEqual([...taken, 'DeliverLogs', 'Tracing'].sort());
  });
}

function withChanged<Result>(
  environment: Deployed,
  sid: string,
  change: Change,
  work: () => Promise<Result>,
) {
  return withStatements(
    environment,
    (statements) => statements.flatMap((one) => (one.Sid === sid ? change(one) : [one])),
    work,
  );
}

/** Saves the state machine as it is, as any deploy of a change would. */
async function saveAgain({ services, stateMachineArn }: Deployed): Promise<unknown> {
  const { states } = services.clients;
  const { definition } = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
  return states.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
}
