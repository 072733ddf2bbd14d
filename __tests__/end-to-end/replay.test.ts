import { DescribeConnectionCommand } from '@aws-sdk/client-eventbridge';
import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Deployment } from '../../local/deployment';
import { environmentOf } from '../../settings/environments';
import { secretValueOf } from '../../settings/secret-value';
import { deployedPoint, deployTimeoutMilliseconds } from '../helpers/deployed';
import { recordingOf, replayRecording, type Recording, type World } from '../helpers/replayed';
import { changedStacks } from '../helpers/workspaces';

jest.setTimeout(deployTimeoutMilliseconds);

const environment = environmentOf('test');
const point = deployedPoint('test');

let recording: Recording;

beforeAll(async () => {
  recording = await recordingOf(point);
});

/** Replays a recording for as long as something is asked of it. */
async function inReplay<Answer>(
  replayed: Recording,
  ask: (world: World, deployment: Deployment) => Promise<Answer>,
): Promise<Answer> {
  const world = await replayRecording(point, replayed);
  try {
    const deployment = new Deployment({ environment, ...world });
    await deployment.readSynthesized();
    return await ask(world, deployment);
  } finally {
    await world.stop();
  }
}

test('Terraform finds nothing to change in a replayed deployment, so that what is tested in it is what it deploys', async () => {
  await inReplay(recording, async ({ services, keys }, deployment) => {
    const { secret: SecretId, connection: Name } = environment.names;
    const { secrets, events } = services.clients;
    const { ARN } = await secrets.send(new DescribeSecretCommand({ SecretId }));
    const { ConnectionArn } = await events.send(new DescribeConnectionCommand({ Name }));
    // AWS ends both at random; Terraform has written them into the recorded states.
    const states = recording.requests.filter(({ url }) => url.includes('.tfstate?')).map(({ body }) => body);
    expect(states.join('\n')).toContain(`"${ARN}"`);
    expect(states.join('\n')).toContain(`"${ConnectionArn}"`);
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    expect(SecretString).toBe(secretValueOf(keys[0]!));

    expect(await changedStacks(deployment)).toEqual([]);
  });
});

test('Terraform finds what is missing from a replayed deployment, so that a recording that is out of date is noticed', async () => {
  const requests = recording.requests.filter(({ operation }) => operation !== 'PutDashboard');
  expect(requests).toHaveLength(recording.requests.length - 1);
  await inReplay({ ...recording, requests }, async (_, deployment) => {
    expect(await changedStacks(deployment, ['service-processing'])).toEqual(['service-processing']);
  });
});

test('no key stands in a recording, although the deployment that was recorded had one', () => {
  expect(recording.keyModes).toEqual(['test']);
  const text = JSON.stringify(recording);
  expect(text).toContain('SecretString');
  expect(text).not.toMatch(/[sr]k_(test|live)_/);
});
