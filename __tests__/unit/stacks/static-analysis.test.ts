import { exceptions, type Exception } from './static-analysis/exceptions';
import { policyRules } from './static-analysis/policy-rules';
import { stackFiles } from './static-analysis/resources';
import { serviceRules } from './static-analysis/service-rules';
import { storageRules } from './static-analysis/storage-rules';

const rules = [...storageRules, ...serviceRules, ...policyRules];

/** Settings of a resource above, or nothing that anybody could leave open. */
const withoutRule = [
  'aws_cloudwatch_dashboard',
  'aws_cloudwatch_log_metric_filter',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
];

const workspaces = ['test', 'live'] as const;
const stacks = workspaces.flatMap((workspace) =>
  stackFiles(workspace).map((stack) => ({ ...stack, workspace })),
);

type Finding = Required<Omit<Exception, 'reason'>>;

const findingsOf = (ofRule: (typeof rules)[number]) =>
  stacks.flatMap((stack) =>
    stack.resources
      .filter(({ type }) => type === ofRule.type)
      .flatMap(({ address, values }) =>
        ofRule
          .wrong(values, stack, address)
          .map((wrong): Finding => ({ rule: ofRule.id, address, wrong, workspace: stack.workspace })),
      ),
  );

const covers = (exception: Exception) => (finding: Finding) =>
  exception.rule === finding.rule &&
  exception.address === finding.address &&
  exception.wrong === finding.wrong &&
  (exception.workspace ?? finding.workspace) === finding.workspace;

describe.each(rules.map((rule) => [`${rule.title} (${rule.type})`, rule] as const))('%s', (_, rule) => {
  test('in every stack of both workspaces, but for the exceptions', () => {
    const unexpected = findingsOf(rule).filter((finding) => !exceptions.some((one) => covers(one)(finding)));
    expect(unexpected).toEqual([]);
  });

  test('is found where it is not so', () => {
    expect(rule.wrong(rule.bad, { resources: [] }, `${rule.type}.bad`)).not.toEqual([]);
  });
});

test.each(exceptions)(
  'the exception of $address from $rule still applies, or it would hide a new one',
  (one) => {
    expect(
      rules
        .filter(({ id }) => id === one.rule)
        .flatMap(findingsOf)
        .some(covers(one)),
    ).toBe(true);
  },
);

test('every type of resource has a rule, or is known to need none', () => {
  const types = new Set(stacks.flatMap(({ resources }) => resources.map(({ type }) => type)));
  const known = new Set([...rules.map(({ type }) => type), ...withoutRule]);
  expect([...types].filter((type) => !known.has(type))).toEqual([]);
  expect([...known].filter((type) => !types.has(type))).toEqual([]);
});

describe.each(stacks.map((stack) => [stack.name, stack.workspace, stack] as const))(
  '%s in %s',
  (_, __, stack) => {
    test('keeps its state on a disk of the operator, or encrypted and locked', () => {
      const { s3, local } = stack.terraform.terraform.backend;
      expect(local ?? (s3.encrypt && s3.use_lockfile)).toBeTruthy();
    });

    test('has a provider without keys, other endpoints or checks that are skipped', () => {
      for (const provider of Object.values(stack.terraform.provider).flat()) {
        expect(Object.keys(provider as object).sort()).toEqual([
          'allowed_account_ids',
          'default_tags',
          'region',
        ]);
      }
    });

    test('holds no key of Stripe or AWS', () => {
      expect(stack.text).not.toMatch(/\b[sr]k_(test|live)_\w|\bwhsec_\w|\b(AKIA|ASIA)[0-9A-Z]{16}\b/);
    });
  },
);
