/** Headings whose case is another test's, by its file and title. */
export const followedElsewhere: Readonly<Record<string, readonly [file: string, title: string]>> = {
  'Counted, but not invoiced': [
    'unit/commands/reconcile/reconcile.test.ts',
    'usage that no subscription item invoices is listed',
  ],
  'An item that this version does not know': [
    'unit/commands/meter-events/decisions.test.ts',
    'is decided as any other once the attribute that is named is corrected',
  ],
  'SendingWindowPassed and ClaimExpired': [
    'end-to-end/recovery/never-twice.ts',
    'an execution that is redriven after 14 minutes sends nothing: recovery does',
  ],
  'The input lacks …; The usageAmountBytes of the input must be a whole number of bytes with at most 15 digits; The processingHistoryId of the input must have at most 100 characters and must not begin with "#"':
    ['end-to-end/processing/inputs.ts', '$title fails with a cause that says so, and bills nothing'],
  'The processingHistoryId, customerId and policyId of the input must be Unicode text without unpaired surrogates; The customerId of the input must have at most 255 characters':
    [
      'unit/modules/definition-runs.test.ts',
      'with an unpaired surrogate (%j) is refused before anything is processed',
    ],
  'States.QueryEvaluationError': [
    'unit/faults/one-item.test.ts',
    'a response to one event that cannot be read is told in that item, and the run goes on with the others',
  ],
  'The meter event … is already recorded for the customer …': [
    'end-to-end/billing/same-upload.ts',
    'with $title is refused with both in the sentence, because one of the two is wrong',
  ],
  'The child state machine … failed': [
    'end-to-end/processing/children.ts',
    'that fails is named with its own error and cause',
  ],
  'The child state machine … did not end within an hour': [
    'end-to-end/processing/endless-child.ts',
    'that has not ended is stopped and named, and nothing is billed',
  ],
  'The child state machine … returned no list downloadS3Keys': [
    'end-to-end/processing/children.ts',
    'that returns nothing is named',
  ],
  'The child state machine … returned more than 256 KiB': [
    'unit/modules/definition-runs.test.ts',
    'returned more than 256 KiB',
  ],
  'The child state machine … returned downloadS3Keys that take … bytes in DynamoDB; at most 245760 are possible':
    ['unit/modules/definition-runs.test.ts', 'returned downloadS3Keys that take'],
  'The input of this execution has … bytes as … would get it; at most 261120 are possible, or … bytes and leaves too little of 256 KiB for what … returns':
    ['unit/modules/definition-runs.test.ts', 'is named, instead of what the child returned'],
  'DynamoDB.… and States.Timeout': [
    'unit/faults/dynamodb.test.ts',
    '$title at $state leaves a failed execution or an event for recovery, and bills once',
  ],
  'Stripe took the meter event, but the ledger could not be updated': [
    'end-to-end/processing/dynamodb.ts',
    'Stripe took the meter event, but the ledger could not be updated',
  ],
  'The meter event was not sent (…), and this could not be recorded': [
    'unit/faults/dynamodb-steps.ts',
    'The meter event was not sent ',
  ],
  'Rotate the Stripe key': [
    'end-to-end/billing/keys.ts',
    'that is put and deployed is used by the next executions',
  ],
  'Error acquiring the state lock': [
    'end-to-end/interrupted-deployment/killed-deploy.ts',
    'is finished by the next, after it says which lock to remove and what to import',
  ],
  'This configuration was synthesized for the workspace …': [
    'end-to-end/deployment.test.ts',
    'This configuration was synthesized for the workspace',
  ],
  'The secret … has no value yet': [
    'end-to-end/interrupted-deployment/without-key.ts',
    'is refused at plan, with what to run, and makes nothing',
  ],
  'The connection … does not exist yet': ['end-to-end/plan.test.ts', 'does not exist yet in'],
  'TIMED_OUT, ABORTED, States.Runtime, States.DataLimitExceeded': [
    'end-to-end/recovery/never-lost.ts',
    'an execution that timed out',
  ],
};

/** Headings that cannot be followed on one machine, with the reason. */
export const notHere: Readonly<Record<string, string>> = {
  'Upgrade from a version without a ledger':
    'it needs the deployment of a version that had no ledger, whose definition is in the history of the repository alone',
};
