/**
 * Every place in this project that says of itself that it rests on no proof, with the question that a real account
 * answers, or the reason why the probe cannot ask. The unit tests look for such places and for entries that are stale.
 */
export interface Unproven {
  /** From the project's folder. */
  readonly file: string;
  /** A part of the sentence, on one line. */
  readonly text: string;
  /** The id of a question, or the topic of a reason in `cannotBeAsked`. */
  readonly asked: string;
}

/** What the probe leaves open. */
export const cannotBeAsked: readonly { readonly what: string; readonly reason: string }[] = [
  {
    what: 'late-usage',
    reason:
      'whether usage that is sent after its invoice is final is on any invoice shows only when a billing period and its grace period of an hour to three days are over',
  },
  {
    what: 'restricted-key',
    reason:
      'which permissions Stripe demands of a restricted key (event_read for /v2/core/events, and the account in its 403) shows only with such a key, and Stripe makes none through its API',
  },
  {
    what: 'stored-500',
    reason: 'that Stripe repeats a stored 500 under its Idempotency-Key cannot be caused from outside',
  },
  {
    what: 'identifier-window',
    reason: 'that Stripe deduplicates an identifier for at least 24 hours would take a day to see',
  },
  {
    what: 'report-wording',
    reason: 'the words of an error report are shown to people and decide nothing; Stripe has to drop an event first',
  },
  {
    what: 'github-claims',
    reason: 'which claims of its token AWS compares shows only to a workflow that runs in GitHub',
  },
  {
    what: 'principal-everyone',
    reason:
      'whether an Allow for everyone admits an AWS service would take a public topic to see; the project does not judge such a policy',
  },
  {
    what: 'policy-patterns',
    reason: 'the project refuses such a pattern by name instead of assuming what it means',
  },
  {
    what: 'query-objects',
    reason: 'the project sends no query parameter that is an object, and the local AWS refuses one by name',
  },
  {
    what: 'unused-asl',
    reason: 'no definition of the project uses it',
  },
  {
    what: 'role-not-assumable',
    reason:
      'Step Functions keeps a role’s credentials for a time that AWS does not state, so that a role whose trust is withdrawn shows nothing for certain',
  },
  {
    what: 'data-limit',
    reason: 'whether States.ALL catches States.DataLimitExceeded decides nothing: the definitions are right under both readings, and the tests try both',
  },
];

export const unproven: readonly Unproven[] = [
  {
    file: 'README.md',
    text: 'is counted, but probably on no invoice',
    asked: 'late-usage',
  },
  {
    file: 'local/step-functions/tasks/http-request.ts',
    text: 'AWS documents no encoding',
    asked: 'query-objects',
  },
  {
    file: 'local/step-functions/tasks/http-connection.ts',
    text: 'AccessDenied is also what a missing permission on the secret gives, as users report',
    asked: 'secret-denied',
  },
  {
    file: 'local/step-functions/tasks/http-task.ts',
    text: 'two public repositories report it from runs on AWS',
    asked: 'invoke-denied',
  },
  {
    file: 'local/step-functions/tasks/http-task.ts',
    text: 'policies in public use name the bare URL',
    asked: 'endpoint-with-query',
  },
  {
    file: 'local/step-functions/tasks/service-error.ts',
    text: 'as recorded from AWS',
    asked: 'dynamodb-errors',
  },
  {
    file: 'local/step-functions/tasks/execution-role-session.ts',
    text: '@throws StatesError `States.Permissions`, or States.Runtime',
    asked: 'map-run-denied',
  },
  {
    file: 'local/step-functions/tasks/execution-role-session.ts',
    text: '@throws StatesError States.Permissions when the role',
    asked: 'role-not-assumable',
  },
  {
    file: 'local/step-functions/validation/fields.ts',
    text: 'what it then does is not documented',
    asked: 'unused-asl',
  },
  {
    file: 'local/step-functions/types.ts',
    text: "'documented' | 'recorded'",
    asked: 'data-limit',
  },
  {
    file: 'local/stripe/core-events.ts',
    text: "although the package's type says number",
    asked: 'core-events-created',
  },
  {
    file: 'local/stripe/account.ts',
    text: 'documents do not say',
    asked: 'unknown-customer',
  },
  {
    file: 'local/stripe/dropped-events.ts',
    text: 'the words of the others are not documented',
    asked: 'report-wording',
  },
  {
    file: 'local/stripe/routes.ts',
    text: "'event_read', listCoreEvents",
    asked: 'restricted-key',
  },
  {
    file: 'local/stripe/faults.ts',
    text: 'Whether the status is kept under the Idempotency-Key',
    asked: 'stored-500',
  },
  {
    file: 'local/stripe/meter-events.ts',
    text: 'within a rolling period of at least 24 hours',
    asked: 'identifier-window',
  },
  {
    file: 'local/stripe/meter-events.ts',
    text: 'only the sentence tells it from another 400',
    asked: 'duplicate-identifier',
  },
  {
    file: 'local/stripe/faults.ts',
    text: "code: 'lock_timeout'",
    asked: 'concurrent-events',
  },
  {
    file: 'local/iam/policy.ts',
    text: 'is not documented: a Deny is taken to',
    asked: 'principal-everyone',
  },
  {
    file: 'local/iam/evaluate.ts',
    text: 'for this request is not documented',
    asked: 'policy-patterns',
  },
  {
    file: 'commands/verify/service-access.ts',
    text: 'whether an Allow does is not documented',
    asked: 'principal-everyone',
  },
  {
    file: 'commands/verify/service-access.ts',
    text: 'admits an AWS service is not documented',
    asked: 'principal-everyone',
  },
  {
    file: 'modules/policies/state-machine-statements.ts',
    text: 'Both forms: the Step Functions guide',
    asked: 'connection-arn',
  },
  {
    file: 'modules/policies/github-trust.ts',
    text: '`IfExists`, because AWS has',
    asked: 'github-claims',
  },
  {
    file: 'settings/arns.ts',
    text: 'events!connection/<name>/<uuid>/auth',
    asked: 'connection-secret',
  },
  {
    file: 'modules/send-failure-metrics.ts',
    text: 'Matches the log line of an execution that enters the state',
    asked: 'log-line',
  },
  {
    file: 'settings/ledger.ts',
    text: 'a minute as a rule, at most 15',
    asked: 'summary-delay',
  },
];
