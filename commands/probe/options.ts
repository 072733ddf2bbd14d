import type { CommandSpec } from '../shared/command-spec';

/** In the order in which the questions are asked. */
export const questionIds = [
  'duplicate-identifier',
  'unknown-customer',
  'concurrent-events',
  'old-timestamp',
  'idempotent-replay',
  'idempotency-conflict',
  'core-events-created',
  'http-error-body',
  'trace-body',
  'form-encoding',
  'redrive',
  'authorization-header',
  'deauthorization',
  'endpoint-with-query',
  'connection-secret',
  'connection-arn',
  'secret-denied',
  'invoke-denied',
  'dynamodb-errors',
  'map-run-denied',
  'log-line',
  'summary-delay',
] as const;

export const probeSpec = {
  name: 'probe',
  summary: 'Asks a real test account what this project assumes about AWS and Stripe without proof.',
  workspace: 'required',
  options: {
    json: { type: 'boolean', help: 'prints JSON alone' },
    only: {
      type: 'string',
      value: 'ID',
      multiple: true,
      choices: questionIds,
      help: 'asks this question alone; give it several times for more',
    },
    'wait-seconds': {
      type: 'string',
      value: 'N',
      help: 'how long each wait lasts at most; if left out, 900',
    },
    yes: { type: 'boolean', help: 'answers the question before it begins' },
  },
  notes: [
    'It never runs in live. It creates IAM roles, state machines, connections and a log group, and deletes them ' +
      'again, also after an error or Ctrl-C, so the AWS credentials must be allowed to do that and to pass the roles.',
    'Exit code: 0 everything agrees, 1 error or a question without an answer, 2 an answer disagrees.',
  ],
  examples: ['npm run probe -- --workspace test', 'npm run probe -- --workspace test --only redrive'],
} as const satisfies CommandSpec;
