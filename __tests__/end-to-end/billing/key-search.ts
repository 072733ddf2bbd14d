import { deployTimeoutMilliseconds, type Deployed } from '../../helpers/deployed';
import * as places from '../../helpers/key-places';
import { keyRotation, type KeyRotation } from './key-rotation';

/** After a rotation, and whatever else ran before: the keys stand nowhere but in Secrets Manager. */
export function keySearch(current: () => Deployed): void {
  let rotation: KeyRotation;

  beforeAll(async () => {
    rotation = await keyRotation(current());
  }, deployTimeoutMilliseconds);

  /** Which of the keys stand there, by their random part: a prefix or a quotation mark hides none. */
  const foundIn = (text: string) => rotation.keys.filter((key) => text.includes(key.split('_')[2]!));

  test('stands in Secrets Manager, or the search would find nothing anywhere', async () => {
    expect(rotation.keys).toHaveLength(2);
    expect(foundIn(await places.secret(current()))).toHaveLength(1);
  });

  test.each([
    { title: 'the output of a deploy that fails', textOf: places.failingDeploy, marker: 'Refused on demand' },
    {
      title: 'the plan that hands it on',
      textOf: async () => rotation.plan,
      marker: 'StripeSecretVersionId',
    },
    { title: 'synthesized files and local states', textOf: places.files, marker: 'StripeSecretVersionId' },
    { title: 'any version of any state', textOf: places.states, marker: 'StripeSecretVersionId' },
    { title: 'the CloudFormation stack and the connection', textOf: places.connection, marker: 'API_KEY' },
    { title: 'the log', textOf: places.log, marker: 'SendStripeMeterEvent' },
    {
      title: 'histories and descriptions of executions, the children included',
      textOf: places.executions,
      marker: 'Idempotency-Key',
    },
    { title: 'the tables', textOf: places.records, marker: 'stripeMeterSentAt' },
    {
      title: 'a command line during a deploy',
      textOf: async () => rotation.processes.join('\n'),
      marker: 'terraform',
    },
  ])('does not stand in $title', async ({ textOf, marker }) => {
    const text = await textOf(current());
    expect(text).toContain(marker);
    expect(foundIn(text)).toEqual([]);
  });
}
