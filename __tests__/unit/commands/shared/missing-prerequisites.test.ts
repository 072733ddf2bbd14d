import { missingPrerequisites } from '../../../../commands/shared/missing-prerequisites';
import { environmentOf } from '../../../../settings/environments';

const live = environmentOf('live');
const secret = { arn: 'arn:secret', isScheduledForDeletion: false, currentVersionId: 'v1' };
const connection = { ConnectionArn: 'arn:connection' };

test('with a key and a connection every stack can be planned', () => {
  expect(missingPrerequisites(live, secret, connection)).toEqual({});
});

test('before the connection is deployed, only the stack that looks it up waits, and says what to run', () => {
  expect(missingPrerequisites(live, secret, undefined)).toEqual({
    'service-processing':
      'The connection "siftbeam-stripe" does not exist yet in ap-northeast-1. ' +
      'Run "npm run deploy:live -- stripe-connection" to create it.',
  });
});

test('a secret without a value keeps only the connection from being planned', () => {
  const missing = missingPrerequisites(live, { ...secret, currentVersionId: undefined }, connection);
  expect(Object.keys(missing)).toEqual(['stripe-connection']);
  expect(missing['stripe-connection']).toMatch(/no value yet.*npm run stripe:key -- --workspace live/);
});

test.each([
  ['missing', undefined, /npm run deploy:live -- stripe-secret/],
  [
    'scheduled for deletion',
    { ...secret, isScheduledForDeletion: true },
    /aws secretsmanager restore-secret/,
  ],
])('a secret that is %s keeps both from being planned, whatever else there is', (_, found, sentence) => {
  const missing = missingPrerequisites(live, found, connection);
  expect(missing['stripe-connection']).toMatch(sentence);
  expect(missing['service-processing']).toMatch(sentence);
});
