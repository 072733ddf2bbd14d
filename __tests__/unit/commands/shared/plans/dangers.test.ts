import { asPlainText, dangersOf } from '../../../../../commands/shared/plans/dangers';
import { planOf, resource } from './fixtures';

const dangers = (...resources: ReturnType<typeof resource>[]) =>
  dangersOf(planOf(...resources)).map(asPlainText);

const statement = (action: string) => ({ Sid: 'All', Effect: 'Allow', Action: action, Resource: '*' });
const document = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement(action)] });

describe('what is lost is named', () => {
  test.each([
    ['aws_secretsmanager_secret.secret', 'the Stripe key is lost'],
    ['aws_sfn_state_machine.machine', 'running executions end'],
    ['aws_iam_role.role', 'what runs with it can do nothing'],
    ['aws_scheduler_schedule.recovery', 'what is open is not sent'],
    ['aws_cloudwatch_metric_alarm.alarm', 'nobody is notified'],
    ['aws_s3_bucket.bucket', "Terraform's state is lost"],
    ['aws_dynamodb_table.history', 'all its records are lost'],
  ])('replacing or destroying %s', (address, loss) => {
    const before = { name: 'a', alarm_actions: ['topic'] };
    const [replaced] = dangers(resource(address, { actions: ['delete', 'create'], before, after: before }));
    expect(replaced).toContain(`${address} is replaced: ${loss}`);
    const [destroyed] = dangers(resource(address, { actions: ['delete'], before, after: null }));
    expect(destroyed).toContain(`${address} is destroyed: ${loss}`);
  });

  test('but not for creating or changing it, or every plan would carry a false warning', () => {
    expect(
      dangers(
        resource('aws_iam_role.role', { actions: ['create'], before: null, after: { name: 'a' } }),
        resource('aws_dynamodb_table.history', { before: { tags: {} }, after: { tags: { a: 'b' } } }),
      ),
    ).toEqual([]);
  });
});

test('recovery is lost with its schedule, which is said when a plan disables it, and not again while it stays so', () => {
  const schedule = (before: string, after: string) =>
    dangers(
      resource('aws_scheduler_schedule.recovery', { before: { state: before }, after: { state: after } }),
    );
  expect(schedule('ENABLED', 'DISABLED')).toEqual([
    'aws_scheduler_schedule.recovery is disabled: what is open is not sent, and usage not compared with Stripe.',
  ]);
  expect(schedule('DISABLED', 'DISABLED')).toEqual([]);
  expect(schedule('DISABLED', 'ENABLED')).toEqual([]);
});

describe('an alarm that notifies nobody', () => {
  const alarm = (after: object, unknown: object = {}) =>
    dangers(
      resource('aws_cloudwatch_metric_alarm.alarm', {
        before: { threshold: 1 },
        after,
        after_unknown: unknown,
      }),
    );

  test('has no action, or its actions are disabled', () => {
    expect(alarm({ alarm_actions: [] })[0]).toContain('no action');
    expect(alarm({ alarm_actions: ['topic'], actions_enabled: false })[0]).toContain('actions disabled');
  });

  test('is not one whose topic is created in the same plan', () => {
    expect(alarm({ actions_enabled: true }, { alarm_actions: [true] })).toEqual([]);
    expect(alarm({ alarm_actions: ['topic'], actions_enabled: true })).toEqual([]);
  });
});

describe('policies', () => {
  test('a statement that allows more is named with its resource', () => {
    const change = { before: { policy: document('s3:GetObject') }, after: { policy: document('s3:*') } };
    expect(dangers(resource('aws_iam_role_policy.policy', change))).toEqual([
      'aws_iam_role_policy.policy allows more: All: Action s3:* added.',
    ]);
  });

  test('the policy of a role created in the same plan widens nothing', () => {
    const change = {
      actions: ['create'],
      before: null,
      after: { policy: document('s3:*') },
      after_unknown: { role: true },
    };
    expect(dangers(resource('aws_iam_role_policy.policy', change))).toEqual([]);
  });

  test('a new policy on a role that exists is named, with all that it grants', () => {
    const change = {
      actions: ['create'],
      before: null,
      after: { role: 'existing', policy: document('s3:*') },
    };
    expect(dangers(resource('aws_iam_role_policy.policy', change))[0]).toContain('All is new: s3:* on *');
  });

  test('a managed policy attached to a role that exists is named by its ARN', () => {
    const after = { role: 'existing', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
    const change = { actions: ['create'], before: null, after };
    expect(dangers(resource('aws_iam_role_policy_attachment.admin', change))[0]).toContain(
      'AdministratorAccess',
    );
  });

  test('a permissions boundary taken off or exchanged is a danger, because the policy of the role then counts in full', () => {
    const bounded = { name: 'a', permissions_boundary: 'arn:aws:iam::1:policy/boundary' };
    const changed = (after: object) => dangers(resource('aws_iam_role.role', { before: bounded, after }));
    const sentence =
      'aws_iam_role.role allows more: permissions boundary arn:aws:iam::1:policy/boundary taken off.';
    expect(changed({ name: 'a', permissions_boundary: '' })).toEqual([sentence]);
    expect(changed({ name: 'a', permissions_boundary: 'arn:aws:iam::1:policy/other' })).toEqual([sentence]);
    expect(changed({ ...bounded, description: 'b' })).toEqual([]);
  });

  test('a policy known only after apply is reported as not compared, since it may allow anything', () => {
    const change = {
      before: { policy: document('s3:GetObject') },
      after: {},
      after_unknown: { policy: true },
    };
    expect(dangers(resource('aws_iam_role_policy.policy', change))[0]).toContain('cannot be compared');
  });
});
