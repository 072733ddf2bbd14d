import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describeSecret, missingSecretValue } from '../../../../clients/aws/secret';
import { environmentOf } from '../../../../settings/environments';
import { responding, refusal } from '../../../helpers/aws-responses';

afterEach(() => jest.restoreAllMocks());

const live = environmentOf('live');
const described = { ARN: 'arn:secret', VersionIdsToStages: { v0: ['AWSPREVIOUS'], v1: ['AWSCURRENT'] } };
const lackWhen = async (response: unknown) => {
  responding(SecretsManagerClient, { DescribeSecret: response });
  return missingSecretValue(live, await describeSecret(live));
};

test('a current version is a value, and its id is what the connection is created from', async () => {
  expect(await lackWhen(described)).toBeUndefined();
  expect(await describeSecret(live)).toEqual({
    arn: 'arn:secret',
    isScheduledForDeletion: false,
    currentVersionId: 'v1',
  });
});

test.each([
  [
    'that does not exist',
    refusal('ResourceNotFoundException'),
    /does not exist.*npm run deploy:live -- stripe-secret/,
  ],
  // It still lists its versions, but nobody can read them.
  [
    'scheduled for deletion',
    { ...described, DeletedDate: new Date() },
    /for deletion.*aws secretsmanager restore-secret/,
  ],
  ['without a value', { ARN: 'arn:secret' }, /no value yet.*npm run stripe:key -- --workspace live/],
  ['with a previous version alone', { VersionIdsToStages: { v0: ['AWSPREVIOUS'] } }, /no value yet/],
])(
  'a secret %s has no value to plan with, and the sentence says what to run',
  async (_, response, sentence) => {
    expect(await lackWhen(response)).toMatch(sentence);
  },
);
