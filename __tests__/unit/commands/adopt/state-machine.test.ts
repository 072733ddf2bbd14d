import { SFNClient } from '@aws-sdk/client-sfn';
import { stateMachine } from '../../../../commands/adopt/state-machine';
import { responding, find, refusal } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

const machine = {
  type: 'STANDARD',
  status: 'ACTIVE',
  roleArn: 'arn:aws:iam::002689294103:role/service-role/by-hand',
  definition: '{}',
};
const found = (changed: object, roleName = 'by-hand', executionRoleName?: string) => {
  responding(SFNClient, { DescribeStateMachine: { ...machine, ...changed } });
  return find(stateMachine, { role_arn: roleName }, { executionRoleName });
};

test('is imported by its ARN', async () => {
  expect(await found({})).toEqual({
    id: 'arn:aws:states:ap-northeast-1:002689294103:stateMachine:ServiceProcessingOrchestrator',
    notes: [],
  });
});

test('of recovery is imported by its own ARN, whatever its role', async () => {
  responding(SFNClient, { DescribeStateMachine: machine });
  expect(await find(stateMachine, { name: 'StripeMeterEventRecovery', role_arn: 'another' })).toEqual({
    id: 'arn:aws:states:ap-northeast-1:002689294103:stateMachine:StripeMeterEventRecovery',
  });
});

test('is made by the stack if it does not exist', async () => {
  responding(SFNClient, { DescribeStateMachine: refusal('StateMachineDoesNotExist') });
  expect(await find(stateMachine)).toEqual({});
});

test('is not adopted as EXPRESS: Terraform would delete it to make a STANDARD one', async () => {
  const { id, obstacle } = await found({ type: 'EXPRESS' });
  expect(id).toBeUndefined();
  expect(obstacle).toMatch(/EXPRESS.*cannot become STANDARD.*settings\/names\.ts/);
});

test('is not adopted while AWS deletes it', async () => {
  expect((await found({ status: 'DELETING' })).obstacle).toMatch(/Wait until it is gone/);
  const recovery = await find(stateMachine, { name: 'StripeMeterEventRecovery', role_arn: 'another' });
  expect(recovery.obstacle).toBe(
    'The state machine "StripeMeterEventRecovery" is being deleted. Wait until it is gone.',
  );
});

test('keeps its role: another one in the settings is refused, with the line to add', async () => {
  const { id, obstacle } = await found({}, 'ServiceProcessingOrchestrator-role');
  expect(id).toBeUndefined();
  expect(obstacle).toContain(
    `add the line "executionRoleName: 'by-hand'," under "live" in settings/environments.ts`,
  );
});

test("says that an existing role's trust stays wider than the stack's", async () => {
  const { notes } = await found({}, 'by-hand', 'by-hand');
  expect(notes).toEqual([expect.stringMatching(/trust policy .* "by-hand" stays as it is.*aws:SourceArn/)]);
});

test('names each connection made by hand once, and not the one of the stack', async () => {
  const arn = (name: string) => `arn:aws:events:ap-northeast-1:002689294103:connection/${name}/0-1`;
  const { notes } = await found({
    definition: JSON.stringify([arn('stripe'), arn('stripe'), arn('siftbeam-stripe')]),
  });
  expect(notes).toEqual([
    expect.stringMatching(/"stripe" cannot be adopted.*delete-connection --name stripe /),
  ]);
});
