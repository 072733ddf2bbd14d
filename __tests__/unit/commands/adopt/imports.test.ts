import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lossesIn } from '../../../../commands/adopt/check-plan';
import { SynthesizedStack } from '../../../../clients/terraform/synthesized-stack';
import { finders } from '../../../../commands/adopt/finders';
import { importsFrom, searchStack } from '../../../../commands/adopt/search';
import { DeploymentRolesStack } from '../../../../stacks/deployment-roles';
import { environmentOf } from '../../../../settings/environments';
import { importsOf, importsFile } from '../../../../settings/imports';
import { ServiceProcessingStack } from '../../../../stacks/service-processing';
import { StateBackendStack } from '../../../../stacks/state-backend';
import { StripeConnectionStack } from '../../../../stacks/stripe-connection';
import { StripeSecretStack } from '../../../../stacks/stripe-secret';
import { withRepository } from '../../../helpers/deployment-roles';
import { synthesized } from '../../../helpers/synthesized';
import { planOf, resource } from '../shared/plans/fixtures';

const stacks = [
  StateBackendStack,
  StripeSecretStack,
  StripeConnectionStack,
  DeploymentRolesStack,
  ServiceProcessingStack,
];
const home = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'imports with a space '));
  mkdirSync(path.join(folder, 'imports', 'live'), { recursive: true });
});

afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const writeImports = (text: string) =>
  writeFileSync(path.join(folder, importsFile('live', 'stripe-secret')), text);

test.each(stacks.map((Stack) => [Stack.name, Stack] as const))(
  'every type of resource of %s can be looked for, so that none is forgotten',
  (_, Stack) => {
    for (const workspace of ['test', 'live'] as const) {
      for (const type of Object.keys(synthesized(Stack, workspace, withRepository).terraform.resource)) {
        expect(Object.keys(finders)).toContain(type);
      }
    }
  },
);

test('a stack without an import file has no import block', () => {
  process.chdir(folder);
  for (const Stack of stacks) {
    expect(synthesized(Stack, 'live', withRepository).terraform).not.toHaveProperty('import');
  }
});

test('an import file becomes import blocks of its stack in its workspace alone', () => {
  process.chdir(folder);
  writeImports('{ "aws_secretsmanager_secret.secret": "arn:secret" }');
  expect(synthesized(StripeSecretStack, 'live').terraform.import).toEqual([
    { to: 'aws_secretsmanager_secret.secret', id: 'arn:secret' },
  ]);
  expect(synthesized(StripeSecretStack, 'test').terraform).not.toHaveProperty('import');
  expect(synthesized(ServiceProcessingStack, 'live').terraform).not.toHaveProperty('import');
});

test.each(['', '[]', 'null', '{"a": 1}'])('an import file that holds %j is refused by name', (text) => {
  writeImports(text);
  expect(() => importsOf('live', 'stripe-secret', folder)).toThrow(/stripe-secret\.json.*npm run adopt/);
});

test('nothing of a stack is imported while its deployment would fail half-way', () => {
  const search = { stack: 'a', found: { 'a.b': 'id' }, obstacles: [], notes: [] };
  expect(importsFrom(search)).toEqual({ 'a.b': 'id' });
  expect(importsFrom({ ...search, obstacles: ['no'] })).toEqual({});
});

test('a name is read through the reference that stands for it, to a resource or to a data source', () => {
  const content = {
    terraform: { backend: { local: {} } },
    resource: { aws_iam_role: { made: { name: 'made-by-the-stack' } } },
    data: { aws_iam_role: { existing: { name: 'made-by-hand' } } },
  };
  writeFileSync(path.join(folder, 'cdk.tf.json'), JSON.stringify(content));
  const configuration = new SynthesizedStack(folder);
  expect(configuration.nameIn('${aws_iam_role.made.arn}')).toBe('made-by-the-stack');
  expect(configuration.nameIn('${data.aws_iam_role.existing.id}')).toBe('made-by-hand');
  expect(configuration.nameIn('plain')).toBe('plain');
});

test('what the state holds under an earlier address is not looked for: the plan moves it', async () => {
  const content = {
    terraform: { backend: { local: {} } },
    resource: { unknown_type: { new: {} } },
    moved: [{ from: 'unknown_type.old', to: 'unknown_type.new' }],
  };
  writeFileSync(path.join(folder, 'cdk.tf.json'), JSON.stringify(content));
  const configuration = new SynthesizedStack(folder);
  const search = (inState: string[]) =>
    searchStack({ stack: 'a', environment: environmentOf('live'), configuration, inState });
  expect((await search(['unknown_type.old'])).found).toEqual({});
  await expect(search([])).rejects.toThrow('does not know how to find unknown_type.new');
});

test('a plan that replaces or destroys is told from one that imports and changes', () => {
  const plan = planOf(
    resource('aws_sfn_state_machine.a', { actions: ['delete', 'create'] }),
    resource('aws_iam_role.b', { actions: ['delete'] }),
    resource('aws_iam_role.c', { actions: ['no-op'], importing: { id: 'c' } }),
    resource('aws_iam_role.d', { actions: ['update'], importing: { id: 'd' } }),
    resource('aws_iam_role.e', { actions: ['create'] }),
  );
  expect(lossesIn(plan)).toEqual(['aws_sfn_state_machine.a', 'aws_iam_role.b']);
});
