import { FakeAuthorizer, machineArn, failure, runnerOf } from './support';
import { startFakeAws, type FakeServer } from './fake-server';

const getItem = { TableName: 'history', Key: { id: { S: '1' } } };
let aws: FakeServer;

async function start(sessionSeconds?: number): Promise<void> {
  aws = await startFakeAws(sessionSeconds);
  aws.handlers['GetItem'] = () => ({ body: {} });
}

afterEach(() => aws.stop());

const signers = () =>
  aws.received.filter(({ operation }) => operation === 'GetItem').map((r) => r.accessKeyId);

test('a call is signed with the role’s temporary credentials, so that nothing runs with other permissions', async () => {
  await start();
  await runnerOf(aws)('dynamodb:getItem', getItem);
  expect(signers()).toEqual(['ASIA1']);
  expect(new URLSearchParams(aws.received[0]!.body).get('RoleArn')).toMatch(/:role\/Orchestrator$/);
});

test('one session serves an execution and none serves two, as with AWS', async () => {
  await start();
  const run = runnerOf(aws);
  await run('dynamodb:getItem', getItem);
  await run('dynamodb:getItem', getItem);
  await run('dynamodb:getItem', getItem, {
    executionArn: machineArn.replace('stateMachine', 'execution') + ':second',
  });
  expect(signers()).toEqual(['ASIA1', 'ASIA1', 'ASIA2']);
});

test('credentials are renewed before they expire, so that a long execution does not fail on them', async () => {
  await start(60);
  const run = runnerOf(aws);
  await run('dynamodb:getItem', getItem);
  await run('dynamodb:getItem', getItem);
  expect(signers()).toEqual(['ASIA1', 'ASIA2']);
});

test('a role that does not trust Step Functions calls nothing', async () => {
  await start();
  const authorizer = new FakeAuthorizer();
  authorizer.assumable = false;
  const error = await failure(runnerOf(aws, { authorizer })('dynamodb:getItem', getItem));
  expect(error).toMatchObject({ error: 'States.Permissions', cause: 'not authorized to assume' });
  expect(aws.received).toEqual([]);
});
