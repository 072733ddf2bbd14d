import { lacksOf } from '../../../../commands/shared/lacks';
import { environmentOf } from '../../../../settings/environments';

const live = environmentOf('live');
const secret = { arn: 'arn:secret', isScheduledForDeletion: false, currentVersionId: 'v1' };
const connection = { ConnectionArn: 'arn:connection' };

test('with a key and a connection every stack can be planned', () => {
  expect(lacksOf(live, secret, connection)).toEqual({});
});

test('before the connection is deployed, only the stack that looks it up waits, and says what to run', () => {
  expect(lacksOf(live, secret, undefined)).toEqual({
    'service-processing':
      'The connection "siftbeam-stripe" does not exist yet in ap-northeast-1. ' +
      'Run "npm run deploy:live -- stripe-connection" to create it.',
  });
});

test('a secret without a value keeps only the connection from being planned', () => {
  const lacks = lacksOf(live, { ...secret, currentVersionId: undefined }, connection);
  expect(Object.keys(lacks)).toEqual(['stripe-connection']);
  expect(lacks['stripe-connection']).toMatch(/no value yet.*npm run stripe:key -- --workspace live/);
});

test.each([
  ['missing', undefined, /npm run deploy:live -- stripe-secret/],
  [
    'scheduled for deletion',
    { ...secret, isScheduledForDeletion: true },
    /aws secretsmanager restore-secret/,
  ],
])('a secret that is %s keeps both from being planned, whatever else there is', (_, found, sentence) => {
  const lacks = lacksOf(live, found, connection);
  expect(lacks['stripe-connection']).toMatch(sentence);
  expect(lacks['service-processing']).toMatch(sentence);
});
