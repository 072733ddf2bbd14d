import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { synthesize } from '../../clients/terraform/synth';
import { Terraform } from '../../clients/terraform/terraform';
import { environmentOf } from '../../settings/environments';
import { deployTimeoutMilliseconds } from '../helpers/deployed';
import { useStartedProviders } from '../helpers/started-providers';
import {
  changedStacks,
  inOneLine,
  deployedStacks,
  startWorkspaces,
  terraformByHand,
  type Workspaces,
} from '../helpers/workspaces';
import { githubRepository } from './deployment/github-repository';

const names = ['test', 'live'] as const;
type Name = (typeof names)[number];

let workspaces: Workspaces;

jest.setTimeout(deployTimeoutMilliseconds);

useStartedProviders();

beforeAll(async () => {
  workspaces = await startWorkspaces();
  const { services, test, live } = workspaces;
  await Promise.all([test.deployAll(services.newKey('test')), live.deployAll(services.newKey('live'))]);
});

afterAll(() => workspaces?.stop());

/** What a workspace has deployed, as its states hold it. */
async function deployedIn(name: Name): Promise<Resource[]> {
  const { services, folder } = workspaces;
  const local = path.join(folder, 'terraform.tfstate.d', name, 'terraform.tfstate');
  const remote = ['stripe-secret', 'stripe-connection', 'service-processing'].map(async (stack) => {
    const { Body } = await services.clients.s3.send(
      new GetObjectCommand({
        Bucket: environmentOf(name).names.stateBucket,
        Key: `workspaces/${name}/${stack}.tfstate`,
      }),
    );
    return Body!.transformToString();
  });
  return [readFileSync(local, 'utf8'), ...(await Promise.all(remote))]
    .flatMap((text) => (JSON.parse(text) as State).resources)
    .filter(({ mode }) => mode === 'managed');
}

interface State {
  readonly resources: readonly Resource[];
}

interface Resource {
  readonly mode: string;
  readonly type: string;
  readonly instances: readonly {
    readonly attributes: {
      readonly arn?: string;
      readonly id: string;
      readonly log_group_name?: string;
      readonly tags_all?: Readonly<Record<string, string>>;
    };
  }[];
}

describe('both workspaces, deployed at the same time into one account', () => {
  test('keep each stack in an encrypted state of its own, in a bucket of their own', async () => {
    const { s3 } = workspaces.services.clients;
    for (const name of names) {
      const Bucket = environmentOf(name).names.stateBucket;
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      expect(Contents.map(({ Key }) => Key)).toEqual([
        `workspaces/${name}/service-processing.tfstate`,
        `workspaces/${name}/stripe-connection.tfstate`,
        `workspaces/${name}/stripe-secret.tfstate`,
      ]);
      for (const { Key } of Contents) {
        const { ServerSideEncryption } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
        expect(ServerSideEncryption).toBe('AES256');
      }
    }
  });

  test('own nothing together, and all that can carry a tag says whose it is', async () => {
    const [test, live] = await Promise.all([deployedIn('test'), deployedIn('live')]);
    const identity = ({ type, instances }: Resource) =>
      [
        type,
        ...instances.map(({ attributes: { arn, log_group_name, id } }) => arn ?? [log_group_name, id]),
      ].join();
    expect(new Set([...test, ...live].map(identity)).size).toBe(test.length + live.length);
    expect(JSON.stringify(live)).not.toMatch(/-test\b|\/test\//);
    for (const [name, resources] of [
      ['test', test],
      ['live', live],
    ] as const) {
      const owners = resources
        .flatMap(({ instances }) => instances)
        .flatMap(({ attributes }) => attributes.tags_all?.Environment ?? []);
      expect(owners.length).toBeGreaterThan(5);
      expect(new Set(owners)).toEqual(new Set([name]));
    }
  });

  test('differ in the tables: test makes its own, live uses those of the application; each has its ledger', async () => {
    const tables = async (name: Name) =>
      (await deployedIn(name)).filter(({ type }) => type === 'aws_dynamodb_table').length;
    expect([await tables('test'), await tables('live')]).toEqual([3, 1]);
  });

  test('have nothing left to change in any stack after one deploy, switching back and forth in one folder', async () => {
    const { services, folder } = workspaces;
    const outdir = path.join(folder, 'cdktf.out', 'one');
    for (const workspace of ['test', 'live', 'test']) {
      const directories = await synthesize({ workspace, outdir, cwd: folder });
      const plans = deployedStacks.map(async (stack) => {
        const terraform = new Terraform({
          directory: directories[stack]!,
          command: services.tools.terraform,
          workspace,
          env: { ...services.tools.terraformEnv, ...services.aws.environment },
        });
        await terraform.init();
        return terraform.plan({ out: 'switched.tfplan' });
      });
      expect(await Promise.all(plans)).toEqual(deployedStacks.map(() => false));
    }
  });
});

describe('the wrong workspace', () => {
  const byHand = (workspace: string, ...args: string[]) =>
    terraformByHand(
      workspaces,
      { directory: workspaces.test.directoryOf('service-processing'), workspace },
      ...args,
    );
  const sentence = (workspace: string) =>
    'This configuration was synthesized for the workspace "test", but Terraform runs in the workspace ' +
    `"${workspace}". Set TF_WORKSPACE=test and run the command again`;

  test.each([
    ['default', []],
    ['live', ['-target=aws_sns_topic.alarm-topic_topic']],
  ])('%s is refused at plan %j, with what to run', async (workspace, args) => {
    const { status, stderr } = await byHand(workspace, 'plan', '-input=false', ...args);
    expect(inOneLine(stderr)).toContain(sentence(workspace));
    expect(status).toBe(1);
  });

  test('is refused at destroy, where a precondition would let it pass', async () => {
    const { s3 } = workspaces.services.clients;
    const Bucket = environmentOf('test').names.stateBucket;
    const Key = 'workspaces/live/service-processing.tfstate';
    const CopySource = `${Bucket}/workspaces/test/service-processing.tfstate`;
    await s3.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
    const target = '-target=aws_sns_topic.alarm-topic_topic';
    const { status, stderr } = await byHand('live', 'destroy', '-auto-approve', '-input=false', target);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(inOneLine(stderr)).toContain(sentence('live'));
    expect(status).toBe(1);
  });

  test('is refused at synthesis when it is no environment, so that a typo never means live', async () => {
    const outdir = path.join(workspaces.folder, 'cdktf.out', 'prod');
    await expect(synthesize({ workspace: 'prod', outdir, cwd: workspaces.folder })).rejects.toThrow(
      'Terraform workspace "prod" is not known: it must be "test" or "live".',
    );
  });
});

describe('destroying', () => {
  test.each(['state-backend', 'stripe-secret'] as const)('%s is refused by Terraform', async (stack) => {
    await expect(workspaces.live.terraform(stack).destroy()).rejects.toThrow(/Instance cannot be destroyed/);
  });

  test('service-processing of test and deploying it again leaves live as it is', async () => {
    await workspaces.test.terraform('service-processing').destroy();
    expect((await deployedIn('live')).length).toBeGreaterThan(10);
    expect(await changedStacks(workspaces.live, ['service-processing'])).toEqual([]);
    await workspaces.test.deploy('service-processing');
    expect(await changedStacks(workspaces.test, ['service-processing'])).toEqual([]);
  });
});

// Last: it leaves test with a permissions boundary.
describe('a GitHub repository in the settings of test', () => githubRepository(() => workspaces));
