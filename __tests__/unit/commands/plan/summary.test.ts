import { randomUUID } from 'node:crypto';
import { maxSummaryLength, summaryOf } from '../../../../commands/plan/summary';
import type { ResourceChange, TerraformPlan } from '../../../../commands/shared/plans/terraform-plan';
import { planOf, resource } from '../shared/plans/fixtures';

const summarize = (plan: TerraformPlan) =>
  summaryOf({
    workspace: 'test',
    outcomes: [{ name: 'service-processing', plan, hasChanges: true }],
    terraformVersion: '1.11.4',
  });
const summaryWith = (...resources: ResourceChange[]) => summarize(planOf(...resources));

test('the headline counts what happens to resources, so that a reviewer can stop there if nothing does', () => {
  const summary = summaryWith(
    resource('aws_sns_topic.new', { actions: ['create'], before: null, after: { name: 'a' } }),
    resource('aws_sfn_state_machine.machine', { before: { type: 'a' }, after: { type: 'b' } }),
    resource('aws_cloudwatch_log_group.same', { actions: ['no-op'], before: {}, after: {} }),
    resource('data.aws_caller_identity.me', { actions: ['read'] }, { mode: 'data' }),
  );
  expect(summary).toContain('## Plan for `test`: 1 to add, 1 to change\n');
  expect(summary).not.toContain('same');
  expect(summarize({})).toContain('## Plan for `test`: no changes\n');
});

test('the digest of the plan stands at the top, because reviewers approve the plan that has it', () => {
  const options = { workspace: 'live', outcomes: [], terraformVersion: '1.11.4' };
  const digest = 'f'.repeat(64);
  expect(summaryOf({ ...options, digest })).toBe(
    `## Plan for \`live\`: no changes\n\nTerraform 1.11.4\n\nDigest \`${digest}\`\n`,
  );
  expect(summaryOf(options)).not.toContain('Digest');
});

test('dangers stand before everything else', () => {
  const summary = summaryWith(
    resource('aws_sns_topic.new', { actions: ['create'], before: null, after: { name: 'a' } }),
    resource('aws_sfn_state_machine.machine', { actions: ['delete'], before: { type: 'a' }, after: null }),
  );
  expect(summary.indexOf('is **destroyed**')).toBeGreaterThan(0);
  expect(summary.indexOf('is **destroyed**')).toBeLessThan(summary.indexOf('aws_sns_topic.new'));
});

test('a changed attribute shows its value before and after', () => {
  const summary = summaryWith(
    resource('aws_x.y', { before: { days: 30, on: true }, after: { days: 400, on: false } }),
  );
  expect(summary).toContain('- days = 30\n+ days = 400');
  expect(summary).toContain('- on = true\n+ on = false');
});

test('of a JSON document only the changed lines show, with the keys they lie under', () => {
  const definition = (seconds: number) => {
    const other = { Type: 'Pass', Comment: 'x', Assign: { a: 1, b: 2, c: 3 }, Next: 'Send' };
    return JSON.stringify({ States: { Other: other, Send: { Type: 'Task', TimeoutSeconds: seconds } } });
  };
  const summary = summaryWith(
    resource('aws_sfn_state_machine.machine', {
      before: { definition: definition(60) },
      after: { definition: definition(50) },
    }),
  );
  expect(summary).toContain('@@ States @@');
  expect(summary).toContain('-         "TimeoutSeconds": 60\n+         "TimeoutSeconds": 50');
  expect(summary).not.toContain('Other');
});

test('a replacement names what forces it, an import its id, a move where from', () => {
  const summary = summaryWith(
    resource('aws_x.a', {
      actions: ['delete', 'create'],
      before: { name: 'a' },
      after: { name: 'b' },
      replace_paths: [['name']],
    }),
    resource('aws_x.b', { actions: ['no-op'], importing: { id: 'the-id' } }),
    resource('aws_x.c', { actions: ['no-op'] }, { previous_address: 'aws_x.old' }),
  );
  expect(summary).toContain('<b>replace</b> <code>aws_x.a</code> · forced by name');
  expect(summary).toContain('<b>import</b> <code>aws_x.b</code> · imported as the-id');
  expect(summary).toContain('<b>move</b> <code>aws_x.c</code> · moved from aws_x.old');
  expect(summary).toContain('1 to replace, 1 to move, 1 to import');
});

test('what AWS fills in is left out of a new resource and said of a changed one', () => {
  const change = { before: { id: 'old' }, after: {}, after_unknown: { id: true } };
  expect(summaryWith(resource('aws_x.y', change))).toContain('+ id = (known after apply)');
  expect(summaryWith(resource('aws_x.y', { ...change, actions: ['create'], before: null }))).not.toContain(
    'known',
  );
});

describe('nothing secret gets into a pull request', () => {
  test('a sensitive value is masked wherever it stands, and that it changes still shows', () => {
    const [old, next, inside] = [randomUUID(), randomUUID(), randomUUID()];
    const summary = summaryWith(
      resource('aws_x.y', {
        before: { token: old, list: [{ name: 'a', key: inside }] },
        after: { token: next, list: [{ name: 'b', key: inside }] },
        before_sensitive: { token: true, list: [{ key: true }] },
        after_sensitive: { token: true, list: [{ key: true }] },
      }),
    );
    expect(summary).toContain('token: a sensitive value changes');
    expect(summary).toContain('"key": "(sensitive value)"');
    for (const secret of [old, next, inside]) {
      expect(summary).not.toContain(secret);
    }
  });

  test('a Stripe key that somebody wrote into a setting does not show', () => {
    const key = ['sk', 'test', randomUUID().replaceAll('-', '')].join('_');
    const summary = summaryWith(resource('aws_x.y', { before: { note: 'a' }, after: { note: key } }));
    expect(summary).toContain('+ note =');
    expect(summary).not.toContain(key);
  });
});

test('text from outside ends neither the code block nor the line it stands in', () => {
  const name = '```\n</details><b>approved</b>';
  const summary = summaryWith(resource('aws_x.y["<b>z</b>"]', { before: { name: 'a' }, after: { name } }));
  expect(summary).toContain('````diff\n');
  expect(summary).not.toContain('\n</details><b>approved</b>');
  expect(summary).toContain('&lt;b&gt;z&lt;/b&gt;');
});

test('drift stands apart, and only where it has to do with what changes', () => {
  const drifted = { before: { threshold: 1 }, after: { threshold: 9 } };
  const summary = summarize({
    ...planOf(
      resource('aws_cloudwatch_metric_alarm.alarm', {
        before: { threshold: 9 },
        after: { threshold: 1, alarm_actions: ['t'] },
      }),
    ),
    resource_drift: [
      resource('aws_cloudwatch_metric_alarm.alarm', drifted),
      resource('aws_s3_bucket.bucket', {
        before: { versioning: [] },
        after: { versioning: [{ enabled: true }] },
      }),
    ],
  });
  const [, drift] = summary.split('#### Changed outside Terraform');
  expect(drift).toContain('- threshold = 1\n+ threshold = 9');
  expect(drift).not.toContain('bucket');
});

test('zero values that the provider does not tell from unset ones are no difference', () => {
  const change = {
    before: { list: [{ a: null, b: 1 }], c: 'x' },
    after: { list: [{ a: '', b: 1 }], c: 'y' },
  };
  const summary = summaryWith(resource('aws_x.y', change));
  expect(summary).toContain('+ c = "y"');
  expect(summary).not.toContain('list');
});

test('a summary too long for a comment cuts each diff alike, and says so, but keeps every resource and danger', () => {
  const text = JSON.stringify({ lines: Array.from({ length: 3000 }, (_, index) => `line ${index}`) });
  const summary = summaryWith(
    ...Array.from({ length: 20 }, (_, index) =>
      resource(`aws_x.r${index}`, { before: { text: '{}' }, after: { text } }),
    ),
    resource('aws_sfn_state_machine.machine', { actions: ['delete'], before: { type: 'a' }, after: null }),
  );
  expect(summary.length).toBeLessThanOrEqual(maxSummaryLength);
  expect(summary).toMatch(/Each diff is cut after \d+ lines/);
  expect(summary).toContain('aws_x.r19');
  expect(summary).toContain('is **destroyed**');
});

test('a plan of thousands of resources is cut with a sentence, since GitHub rejects a longer comment', () => {
  const many = Array.from({ length: 2000 }, (_, index) =>
    resource(`aws_x.r${index}`, { before: { a: 1 }, after: { a: 2 } }),
  );
  const summary = summaryWith(...many);
  expect(summary.length).toBeLessThanOrEqual(maxSummaryLength);
  expect(summary).toMatch(/The summary is cut here.*\n$/);
});

test('a stack that failed or waits is named with its reason', () => {
  const summary = summaryOf({
    workspace: 'live',
    terraformVersion: '1.11.4',
    commit: 'abc1234',
    outcomes: [
      { name: 'stripe-secret', reason: 'No valid credentials', isFailure: true },
      { name: 'service-processing', reason: 'The secret has no value yet', isFailure: false },
    ],
  });
  expect(summary).toContain('## Plan for `live`: failed');
  expect(summary).toContain('commit `abc1234`');
  expect(summary).toContain('### `stripe-secret`: failed\n\n```\nNo valid credentials');
  expect(summary).toContain('### `service-processing`: not planned\n\n```\nThe secret has no value yet');
});
