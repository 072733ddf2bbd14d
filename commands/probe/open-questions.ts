/** What the probe leaves open. */
export const openQuestions: readonly { readonly what: string; readonly reason: string }[] = [
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
    reason:
      'the words of an error report are shown to people and decide nothing; Stripe has to drop an event first',
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
    what: 'connection-update',
    reason:
      'that nothing is sent while a connection is being updated (ConcurrentModification, AuthInProgress, InternalError) would take an update of the deployed connection at the right moment',
  },
  {
    what: 'connection-copy',
    reason: 'that a connection never looks at its source secret again would take another key in the secret',
  },
  {
    what: 'prices',
    reason:
      'what AWS charges shows only on a bill, and the bill of a probe is too small to read a price from',
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
    reason:
      'whether States.ALL catches States.DataLimitExceeded decides nothing: the definitions are right under both readings, and the tests try both',
  },
];
