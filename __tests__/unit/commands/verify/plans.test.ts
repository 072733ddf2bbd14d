import { S3Client } from '@aws-sdk/client-s3';
import { planStack } from '../../../../commands/shared/plans/plan-stack';
import { obstaclesOf } from '../../../../commands/shared/prerequisites';
import { planQuietly } from '../../../../commands/verify/plans';
import { synthesize } from '../../../../clients/terraform/synth';
import { environmentOf } from '../../../../settings/environments';
import { responding } from '../../../helpers/aws-responses';

jest.mock('../../../../commands/shared/plans/plan-stack');
jest.mock('../../../../commands/shared/prerequisites');
jest.mock('../../../../commands/shared/working-folder', () => ({
  inWorkingFolder: (_: string, work: (folder: string) => unknown) => work('folder'),
}));
jest.mock('../../../../clients/terraform/synth');
jest.mock('../../../../clients/terraform/config', () => ({ terraformEnvironment: () => ({ env: {} }) }));
jest.mock('../../../../clients/terraform/find', () => ({
  findTerraform: async () => ({ command: 'terraform' }),
}));

const live = environmentOf('live');
const elsewhere = { reason: 'Its own state lies where it was created.', mustAct: false };
const locks = (...stacks: string[]) =>
  stacks.map((stack) => ({ Key: `workspaces/live/${stack}.tfstate.tflock` }));

beforeEach(() => {
  const names = ['state-backend', 'stripe-secret', 'service-processing'];
  jest.mocked(synthesize).mockResolvedValue(Object.fromEntries(names.map((name) => [name, name])));
  jest.mocked(obstaclesOf).mockResolvedValue({ 'state-backend': elsewhere });
  jest.mocked(planStack).mockImplementation(async (_, { name }) => ({ name, plan: {}, hasChanges: true }));
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.mocked(planStack).mockReset();
});

const planned = () => jest.mocked(planStack).mock.calls.map(([, { name }]) => name);

test('each stack is planned without a lock, because whoever only looks must not hold up a deployment', async () => {
  responding(S3Client, {
    HeadBucket: {},
    ListObjectsV2: { Contents: [{ Key: 'workspaces/live/a.tfstate' }] },
  });
  const outcomes = await planQuietly(live);
  expect(outcomes).toEqual([
    { name: 'state-backend', reason: elsewhere.reason, isFailure: false },
    { name: 'stripe-secret', plan: {}, hasChanges: true },
    { name: 'service-processing', plan: {}, hasChanges: true },
  ]);
  expect(jest.mocked(planStack).mock.calls.map(([, { isOnlyRead }]) => isOnlyRead)).toEqual([true, true]);
});

test('a stack that somebody deploys is not planned, because half of a deployment is no difference', async () => {
  responding(S3Client, { HeadBucket: {}, ListObjectsV2: { Contents: locks('stripe-secret') } });
  const outcomes = await planQuietly(live);
  expect(planned()).toEqual(['service-processing']);
  expect(outcomes[1]).toMatchObject({ name: 'stripe-secret', reason: expect.stringContaining('locked') });
});

test('a deployment that began meanwhile makes what was planned worthless', async () => {
  let lists = 0;
  responding(S3Client, {
    HeadBucket: {},
    get ListObjectsV2() {
      return { Contents: lists++ === 0 ? [] : locks('service-processing') };
    },
  });
  const outcomes = await planQuietly(live);
  expect(planned()).toEqual(['stripe-secret', 'service-processing']);
  expect(outcomes[2]).toMatchObject({ reason: expect.stringContaining('locked'), isFailure: false });
});

test('credentials that may not see the states need no Terraform to be told so, as those that only send a file', async () => {
  const forbidden = Object.assign(new Error('UnknownError'), { $metadata: { httpStatusCode: 403 } });
  responding(S3Client, { HeadBucket: forbidden });
  await expect(planQuietly(live)).rejects.toThrow(/may not see it: they lack s3:ListBucket/);
  expect(planned()).toEqual([]);
});
