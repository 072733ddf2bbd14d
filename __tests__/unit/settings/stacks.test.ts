import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize } from '../../../clients/terraform/synth';
import { environmentOf } from '../../../settings/environments';
import { ProjectCopy } from '../../helpers/project-copy';
import { withRepository } from '../../helpers/deployment-roles';
import { inStackOrder, stackNames, stateObjectKey, type StackName } from '../../../settings/stacks';

const workspace = 'live';
/** On a loaded machine. */
const synthesisTimeoutMilliseconds = 30_000;
let outdir: string;
let checkout: ProjectCopy;
/** The stacks in settings with a repository. */
let folders: Record<string, string>;
let byDefault: Record<string, string>;

beforeAll(async () => {
  outdir = mkdtempSync(path.join(tmpdir(), 'stacks '));
  checkout = new ProjectCopy({});
  checkout.set(workspace, withRepository);
  folders = await synthesize({ workspace, outdir, cwd: outdir, app: checkout.path('main.ts') });
  byDefault = await synthesize({ workspace, outdir: path.join(outdir, 'by default'), cwd: outdir });
}, synthesisTimeoutMilliseconds);
afterAll(() => {
  checkout?.remove();
  rmSync(outdir, { recursive: true, force: true });
});

const content = (stack: string) =>
  JSON.parse(readFileSync(path.join(folders[stack]!, 'cdk.tf.json'), 'utf8'));

test('main.ts lists the stacks in the order in which a new account needs them, which is that of the commands', () => {
  const main = readFileSync(path.join(__dirname, '..', '..', '..', 'main.ts'), 'utf8');
  const position = (stack: string) =>
    main.indexOf(`new ${stack.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Stack(`);
  const positions = stackNames.map(position);
  expect(positions).not.toContain(-1);
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  expect(Object.keys(folders).sort()).toEqual([...stackNames].sort());
});

test('the default settings give nobody a role: no stack of deployment roles, no provider of tokens, no boundary', () => {
  const known = inStackOrder(Object.keys(byDefault));
  expect(known).toEqual(stackNames.filter((stack) => stack !== 'deployment-roles'));
  const texts = Object.values(byDefault).map((stack) =>
    readFileSync(path.join(stack, 'cdk.tf.json'), 'utf8'),
  );
  const roles = texts.flatMap((text) => Object.keys(JSON.parse(text).resource.aws_iam_role ?? {}));
  expect(roles).toEqual(['execution-role_role', 'recovery_role_role', 'recovery_schedule_role']);
  expect(texts.join()).not.toMatch(/githubusercontent|AssumeRoleWithWebIdentity|boundary/);
});

test('an unknown stack comes after the known ones, which keep their order', () => {
  expect(inStackOrder(['other', 'service-processing', 'state-backend'])).toEqual([
    'state-backend',
    'service-processing',
    'other',
  ]);
});

const keptInBucket = stackNames.filter((stack) => stack !== 'state-backend');

test.each(keptInBucket)('the state of %s is named where its backend keeps it', (stack: StackName) => {
  const { s3 } = content(stack).terraform.backend;
  expect(stateObjectKey(workspace, stack)).toBe(`${s3.workspace_key_prefix}/${workspace}/${s3.key}`);
});

test.each(keptInBucket.filter((stack) => stack !== 'stripe-connection'))(
  'the role of the workflows names the state of %s where its backend keeps it, or no plan could read it',
  (stack: StackName) => {
    const { s3 } = content(stack).terraform.backend;
    const key = `${s3.workspace_key_prefix}/${workspace}/${s3.key}`;
    const [policy] = Object.values<{ name: string; policy: string }>(
      content('deployment-roles').resource.aws_iam_role_policy,
    ).filter(({ name }) => name === environmentOf(workspace).names.planRole);
    expect(policy?.policy).toContain(`"arn:aws:s3:::${s3.bucket}/${key}"`);
  },
);
