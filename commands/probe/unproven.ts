/**
 * Every place in this project that says of itself that it rests on no proof: the id of the question that a real account
 * answers, or the topic of the reason in open-questions.ts; the file; and a part of the sentence, on one line of it. The
 * unit tests look for such places, and for entries that are stale.
 */
export const unproven: readonly (readonly [asked: string, file: string, text: string])[] = [
  ['late-usage', 'docs/operate.md', 'is counted, but probably on no invoice'],
  ['restricted-key', 'docs/deploy.md', 'Stripe also names the account when it refuses to show it'],
  [
    'connection-update',
    'asl/ServiceProcessingOrchestrator.asl.json',
    'Events.ConnectionResource.ConcurrentModification',
  ],
  [
    'idempotent-replay',
    'asl/ServiceProcessingOrchestrator.asl.json',
    'The same Idempotency-Key and the same parameters in every attempt',
  ],
  ['redrive', 'asl/ServiceProcessingOrchestrator.asl.json', 'also when this execution is redriven'],
  ['prices', 'commands/bench/prices.ts', 'Not confirmed for Tokyo'],
  ['prices', 'commands/bench/prices.ts', 'Not confirmed at all'],
  ['policy-patterns', 'packages/local-aws/src/iam/evaluate.ts', 'for this request is not documented'],
  ['principal-everyone', 'packages/local-aws/src/iam/policy.ts', 'is not documented: a Deny is taken to'],
  [
    'map-run-denied',
    'packages/local-aws/src/step-functions/tasks/execution-role-session.ts',
    '@throws StatesError `States.Permissions`, or States.Runtime',
  ],
  [
    'role-not-assumable',
    'packages/local-aws/src/step-functions/tasks/execution-role-session.ts',
    '@throws StatesError States.Permissions when the role',
  ],
  [
    'form-encoding',
    'packages/local-aws/src/step-functions/tasks/http-body.ts',
    'a nested member becomes `outer[inner]`',
  ],
  [
    'secret-denied',
    'packages/local-aws/src/step-functions/tasks/http-connection.ts',
    'AccessDenied is also what a missing permission on the secret gives, as users report',
  ],
  [
    'query-objects',
    'packages/local-aws/src/step-functions/tasks/http-request.ts',
    'AWS documents no encoding',
  ],
  [
    'deauthorization',
    'packages/local-aws/src/step-functions/tasks/http-task.ts',
    'A 401 deauthorizes the connection',
  ],
  [
    'endpoint-with-query',
    'packages/local-aws/src/step-functions/tasks/http-task.ts',
    'policies in public use name the bare URL',
  ],
  [
    'http-error-body',
    'packages/local-aws/src/step-functions/tasks/http-task.ts',
    'A response that is not 2xx loses its body',
  ],
  [
    'invoke-denied',
    'packages/local-aws/src/step-functions/tasks/http-task.ts',
    'two public repositories report it from runs on AWS',
  ],
  ['dynamodb-errors', 'packages/local-aws/src/step-functions/tasks/service-error.ts', 'as recorded from AWS'],
  ['data-limit', 'packages/local-aws/src/step-functions/types.ts', "'documented' | 'recorded'"],
  [
    'unused-asl',
    'packages/local-aws/src/step-functions/validation/fields.ts',
    'what it then does is not documented',
  ],
  ['unknown-customer', 'packages/local-stripe/src/account.ts', 'documents do not say'],
  [
    'core-events-created',
    'packages/local-stripe/src/core-events.ts',
    "although the package's type says number",
  ],
  [
    'report-wording',
    'packages/local-stripe/src/dropped-events.ts',
    'the words of the others are not documented',
  ],
  ['concurrent-events', 'packages/local-stripe/src/faults.ts', "code: 'lock_timeout'"],
  [
    'stored-500',
    'packages/local-stripe/src/faults.ts',
    'Whether the status is kept under the Idempotency-Key',
  ],
  [
    'duplicate-identifier',
    'packages/local-stripe/src/meter-events.ts',
    'only the sentence tells it from another 400',
  ],
  [
    'identifier-window',
    'packages/local-stripe/src/meter-events.ts',
    'within a rolling period of at least 24 hours',
  ],
  ['restricted-key', 'packages/local-stripe/src/routes.ts', "'event_read', listCoreEvents"],
  ['github-claims', 'modules/policies/github-trust.ts', '`IfExists`, because AWS has'],
  ['connection-arn', 'asl/src/steps/connection-grants.ts', 'Both forms: the Step Functions guide'],
  [
    'log-line',
    'modules/send-failure-metrics.ts',
    'Matches the log line of an execution that enters the state',
  ],
  ['connection-copy', 'modules/stripe-connection.ts', 'A connection copies its credential'],
  ['form-encoding', 'modules/stripe-connection.ts', 'CloudFormation resolves the reference'],
  ['connection-secret', 'settings/arns.ts', 'events!connection/<name>/<uuid>/auth'],
  ['summary-delay', 'ledger/times.ts', 'a minute as a rule, at most 15'],
];
