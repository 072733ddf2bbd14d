import { planCheck, planFinding } from '../../../../commands/verify/checks/plan';
import { tried } from '../../../../commands/verify/check';
import { Facts } from '../../../../commands/verify/facts';
import type { StackOutcome } from '../../../../commands/shared/plans/plan-stack';
import type { ResourceChange } from '../../../../commands/shared/plans/terraform-plan';
import { CommandError } from '../../../../clients/command-error';
import { ledgerKey } from '../../../../ledger/keys';
import { environmentOf } from '../../../../settings/environments';
import { planOf, resource } from '../shared/plans/fixtures';

const inSync = (name: string): StackOutcome => ({ name, plan: {}, hasChanges: false });
const changed = (name: string, ...resources: ResourceChange[]): StackOutcome => ({
  name,
  plan: planOf(...resources),
  hasChanges: true,
});
const unplanned = (name: string, reason: string, isFailure = false): StackOutcome => ({
  name,
  reason,
  isFailure,
});
const finding = (...outcomes: StackOutcome[]) => planFinding('live', outcomes);

test('is ✓ where Terraform would change nothing, with the stacks in the order of their deployment', () => {
  expect(finding(inSync('service-processing'), inSync('state-backend'))).toEqual({
    outcome: 'passed',
    seen: 'no changes in state-backend, service-processing',
    remedy: [],
  });
});

test('names what differs by stack and resource, and the deployment of each stack', () => {
  const policy = resource('aws_iam_role_policy.a', {
    before: { policy: '{}', name: 'a', description: '' },
    after: { policy: '{"a":1}', name: 'a', description: null },
  });
  const missing = resource('aws_sfn_state_machine.b', { actions: ['create'], before: null });
  const replaced = resource('aws_sns_topic.c', {
    actions: ['delete', 'create'],
    replace_paths: [['name']],
  });
  const extra = resource('aws_cloudwatch_dashboard.d', { actions: ['delete'], after: null });
  expect(
    finding(
      changed('service-processing', policy, missing, replaced, extra),
      inSync('stripe-connection'),
      changed('stripe-secret', resource('aws_secretsmanager_secret.e', { before: { tags: { a: 'b' } } })),
    ),
  ).toEqual({
    outcome: 'failed',
    seen:
      'stripe-secret: aws_secretsmanager_secret.e differs (tags); service-processing: aws_iam_role_policy.a differs ' +
      '(policy), aws_sfn_state_machine.b is missing, aws_sns_topic.c would be replaced (name), ' +
      'aws_cloudwatch_dashboard.d is not in the repository; no changes in stripe-connection',
    remedy: [
      'npm run deploy:live -- stripe-secret',
      expect.stringMatching(/^Danger: aws_sns_topic\.c is replaced: its subscriptions are lost/),
      'npm run deploy:live -- service-processing',
    ],
  });
});

test('names no value, because a plan holds the whole state', () => {
  const before = { policy: 'a secret value' };
  const { seen, remedy } = finding(changed('stripe-secret', resource('aws_x.y', { before })));
  expect(JSON.stringify([seen, remedy])).not.toContain('a secret value');
});

describe('the ledger', () => {
  const ledger = { hash_key: ledgerKey };
  const address = 'aws_dynamodb_table.ledger';

  test('that would be replaced is a danger, and no deployment is named, because it would lose it', () => {
    const replaced = resource(address, { actions: ['delete', 'create'], before: ledger, after: ledger });
    const { outcome, remedy } = finding(changed('service-processing', replaced), inSync('stripe-secret'));
    expect(outcome).toBe('failed');
    expect(remedy).toEqual([expect.stringMatching(/^Danger: .* it is the ledger, .*Do not deploy this/)]);
  });

  test('that was deleted is restored before the deployment, which would create an empty one', () => {
    const gone = resource(address, { actions: ['create'], before: null, after: ledger });
    const drift = resource(address, { actions: ['delete'], before: ledger, after: null });
    const plan = { ...planOf(gone), resource_drift: [drift] };
    expect(finding({ name: 'service-processing', plan, hasChanges: true }).remedy).toEqual([
      expect.stringMatching(/^Danger: .*deleted outside Terraform.*Restore it first from its backup/),
      'npm run deploy:live -- service-processing',
    ]);
  });
});

describe('is – where a stack cannot be planned by whoever looks', () => {
  test.each([
    [
      'credentials that may not read it, which AWS names',
      unplanned('stripe-connection', 'Error: User: x is not authorized to perform: s3:GetObject on y', true),
      'stripe-connection was not planned: these credentials may not do s3:GetObject',
    ],
    [
      'a refusal of S3, which names nothing',
      unplanned('stripe-connection', 'Error: StatusCode: 403, api error AccessDenied: Access Denied', true),
      'stripe-connection was not planned: these credentials may not read its state or its resources',
    ],
    [
      'a state that lies elsewhere, or is locked',
      unplanned('stripe-connection', 'Terraform has locked its state.'),
      'stripe-connection was not planned: Terraform has locked its state.',
    ],
  ])('%s', (_, outcome, reason) => {
    const { outcome: mark, seen, remedy } = finding(inSync('stripe-secret'), outcome);
    expect([mark, remedy]).toEqual(['not checked', []]);
    expect(seen).toBe(`no changes in stripe-secret; ${reason}`);
  });

  test('but ✗ where another one differs', () => {
    const differing = changed('service-processing', resource('aws_x.y', { before: { a: 1 } }));
    expect(finding(unplanned('stripe-secret', 'Locked.'), differing).outcome).toBe('failed');
  });

  test('where none can be planned at all, such as without Terraform, with the sentence that says so', async () => {
    const facts = new Facts(environmentOf('live'), async () => {
      throw new CommandError('TERRAFORM_BINARY_NAME names x, which does not run.');
    });
    expect(await tried(planCheck(facts))).toMatchObject({
      outcome: 'not checked',
      seen: 'TERRAFORM_BINARY_NAME names x, which does not run.',
    });
  });
});

test('is ✗ where Terraform fails for another reason, with the command that shows all of it', () => {
  expect(finding(unplanned('stripe-secret', 'Invalid value: wrong', true))).toEqual({
    outcome: 'failed',
    seen: 'stripe-secret cannot be planned: Invalid value: wrong',
    remedy: ['npm run plan -- --workspace live --stack stripe-secret'],
  });
});
