import { childOf, replaceChild } from '../../helpers/child';
import type { Deployed, Outcome } from '../../helpers/deployed';

const returns = (Output: unknown) => childOf({ Type: 'Pass', Output, End: true });
const noList = 'returned no list downloadS3Keys';

const failing: readonly { title: string; definition: string; message: string }[] = [
  {
    title: 'that fails is named with its own error and cause',
    definition: childOf({ Type: 'Fail', Error: 'UnreadableFile', Cause: 'The file is encrypted.' }),
    message: 'failed: States.TaskFailed: UnreadableFile: The file is encrypted.',
  },
  {
    title: 'that runs into its own timeout is named with it',
    definition: childOf({ Type: 'Wait', Seconds: 3600, End: true }, { TimeoutSeconds: 1 }),
    message: 'failed: States.TaskFailed: TIMED_OUT',
  },
  { title: 'that returns nothing is named', definition: returns({}), message: noList },
  { title: 'that returns null is named', definition: returns(null), message: noList },
  {
    title: 'that returns a text in the place of the list is named',
    definition: returns({ downloadS3Keys: 'processed/report.txt' }),
    message: noList,
  },
  {
    title: 'that returns something other than texts in the list is named, because a record could not hold it',
    definition: returns({ downloadS3Keys: ['processed/report.txt', { key: 'report.txt' }] }),
    message: noList,
  },
];

/** What becomes of an upload whose child does not do its work: it fails by name, and nothing is billed. */
export function children(current: () => Deployed): void {
  const expectFailed = async (input: { processingHistoryId: string }, outcome: Outcome, message: string) => {
    expect(outcome).toMatchObject({ status: 'FAILED', cause: expect.stringContaining(message) });
    expect(await current().record(input)).toMatchObject({ status: 'failed', errorMessage: outcome.cause });
    expect(current().attempts(input)).toEqual([]);
  };

  test.each(failing)(
    '$title, and the upload is billed once it was processed',
    async ({ definition, message }) => {
      const input = await current().upload();
      const restore = await replaceChild(current(), definition);
      const outcome = await current().run(input);
      await restore();
      await expectFailed(input, outcome, message);
      expect(outcome.cause).toContain(current().childArn);

      expect(await current().run(input)).toMatchObject({ status: 'SUCCEEDED' });
      expect(await current().record(input)).toMatchObject({ status: 'completed' });
      expect(await current().record(input)).not.toHaveProperty('errorMessage');
      expect(current().meterEvents(input)).toHaveLength(1);
    },
  );

  test('that cannot copy a missing file is named with the error of S3', async () => {
    const input = { ...(await current().upload()), uploadedFileKeys: ['uploads/missing.txt'] };
    await expectFailed(input, await current().run(input), 'S3.S3Exception');
  });

  test('that no policy is mapped to is missed by the name of the policy', async () => {
    const input = { ...(await current().upload()), policyId: 'policy-unknown' };
    const message = 'No state machine is mapped to the policy policy-unknown';
    await expectFailed(input, await current().run(input), message);
  });

  test('that the settings do not list is denied by name, although a policy is mapped to it', async () => {
    const { childArn, application, upload, run } = current();
    await application.mapPolicy(`${childArn}-unlisted`, 'policy-unlisted');
    const input = { ...(await upload()), policyId: 'policy-unlisted' };
    const message = `not authorized to perform: states:StartExecution on resource: ${childArn}-unlisted`;
    await expectFailed(input, await run(input), message);
  });
}
