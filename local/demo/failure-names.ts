/** What `npm run demo -- --fail NAME` can make happen; apart from the failures, which load the AWS SDK. */
export const failureNames = [
  '401',
  '403',
  '429',
  '500',
  '503',
  'no-customer',
  'no-meter',
  'timeout',
  'reset',
  'lost-response',
  'duplicate',
  'secret-permission',
  'endpoint-permission',
  'no-mapping',
  'child',
] as const;

export type FailureName = (typeof failureNames)[number];
