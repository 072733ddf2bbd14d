import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { policyId } from '../../../local/application';
import { childExecution } from '../../helpers/child';
import { customerId, type Deployed, type Outcome } from '../../helpers/deployed';
import { sideBySide } from '../../helpers/side-by-side';

const uploads: readonly { title: string; names: readonly string[] }[] = [
  {
    title: '500 files are copied, each, and their bytes billed in one event',
    names: Array.from({ length: 500 }, (_, index) => `report-${index}.txt`),
  },
  { title: 'one file is copied, which JSONata would make no list of', names: ['report.txt'] },
  {
    title: 'names in Japanese, with spaces and signs, reach the copies unchanged',
    names: ['レポート 最終版 (1).txt', '見積り+10%&値引き=?.pdf', 'プロジェクト/議事録#3.md'],
  },
  { title: 'no files complete with an empty list, and a usage of 0 is billed as 0', names: [] },
];

const required = { customerId, policyId, usageAmountBytes: 2048 };

/** Inputs that lack something, and what the execution says of them. */
const refused: readonly { title: string; changed: Record<string, unknown>; cause: string }[] = [
  ...['processingHistoryId', 'customerId', 'policyId', 'usageAmountBytes'].map((name) => ({
    title: `without ${name}`,
    changed: { [name]: undefined },
    cause: `The input lacks ${name}.`,
  })),
  {
    title: 'without customerId and usageAmountBytes',
    changed: { customerId: undefined, usageAmountBytes: undefined },
    cause: 'The input lacks customerId, usageAmountBytes.',
  },
  { title: 'with an empty customerId', changed: { customerId: '' }, cause: 'The input lacks customerId.' },
  { title: 'with a number as policyId', changed: { policyId: 7 }, cause: 'The input lacks policyId.' },
  {
    title: 'with null as usageAmountBytes',
    changed: { usageAmountBytes: null },
    cause: 'The input lacks usageAmountBytes.',
  },
  ...[1.5, -1, '1e3', '1,024', '', 1e15].map((usageAmountBytes) => ({
    title: `with a usageAmountBytes of ${JSON.stringify(usageAmountBytes)}`,
    changed: { usageAmountBytes },
    cause: 'The usageAmountBytes of the input must be a whole number of bytes with at most 15 digits.',
  })),
  ...['x'.repeat(101), '#usage-check/cus_deployed/1764000000'].map((processingHistoryId) => ({
    title: `with the processingHistoryId ${processingHistoryId}, which cannot be a key of the ledger or an identifier in Stripe,`,
    changed: { processingHistoryId },
    cause:
      'The processingHistoryId of the input must have at most 100 characters and must not begin with "#".',
  })),
];

/** What the Lambda may send, and what it may not. */
export function inputs(current: () => Deployed): void {
  const uploaded = sideBySide(uploads, async ({ names }) => {
    const files = Object.fromEntries(names.map((name) => [name, new Uint8Array(3)]));
    const input = await current().upload(files);
    return { input, outcome: await current().run(input) };
  });

  test.each(uploads)('of $title', async (one) => {
    const { input, outcome } = await uploaded(one);
    expect(outcome.status).toBe('SUCCEEDED');
    const copies = input.uploadedFileKeys.map((key) => `processed/${key}`);
    expect(await current().record(input)).toMatchObject({ status: 'completed', downloadS3Keys: copies });
    expect(await copiesOf(current(), input.processingHistoryId)).toEqual([...copies].sort());
    expect(current().meterEvents(input)).toMatchObject([
      { payload: { stripe_customer_id: customerId, value: String(3 * one.names.length) } },
    ]);
  });

  test('with nothing but what is required is billed, and the child is allowed the training that is the default', async () => {
    const input = { ...required, processingHistoryId: 'required-only' };
    const outcome = await current().run(input);
    expect(outcome.status).toBe('SUCCEEDED');
    expect(await current().record(input)).toMatchObject({ status: 'completed', downloadS3Keys: [] });
    expect(current().meterEvents(input)).toMatchObject([{ payload: { value: '2048' } }]);
    expect(await childInput(current(), outcome)).toEqual({ ...input, aiTrainingUsage: 'allow' });
  });

  test('that forbids the training hands that to the child', async () => {
    const input = { ...required, processingHistoryId: 'no-training', aiTrainingUsage: 'deny' };
    expect(await childInput(current(), await current().run(input))).toEqual(input);
  });

  test.each(['0', '2048', '999999999999999'])(
    'with the text "%s" as usageAmountBytes is billed',
    async (bytes) => {
      const input = { ...required, processingHistoryId: `text-${bytes}`, usageAmountBytes: bytes };
      expect(await current().run(input)).toMatchObject({ status: 'SUCCEEDED' });
      expect(current().meterEvents(input)).toMatchObject([{ payload: { value: bytes } }]);
    },
  );

  test.each(refused)(
    '$title fails with a cause that says so, and bills nothing',
    async ({ changed, cause, title }) => {
      const complete = { ...required, processingHistoryId: title };
      const input = { ...complete, ...changed };
      expect(await current().run(input)).toMatchObject({ status: 'FAILED', cause });
      const isKnown = 'processingHistoryId' in changed === false;
      expect(await current().record(complete)).toEqual(
        isKnown
          ? {
              'processing-historyId': title,
              status: 'failed',
              failedAt: expect.any(String),
              errorMessage: cause,
            }
          : {},
      );
      expect(current().attempts(complete)).toEqual([]);
    },
  );

  test.each([[{}], [[]]])('%j fails with a cause that names all that is missing', async (input) => {
    expect(await current().run(input)).toMatchObject({
      status: 'FAILED',
      cause: 'The input lacks processingHistoryId, customerId, policyId, usageAmountBytes.',
    });
  });
}

async function copiesOf({ services, application }: Deployed, id: string): Promise<string[]> {
  const { Contents = [] } = await services.clients.s3.send(
    new ListObjectsV2Command({ Bucket: application.bucket, Prefix: `processed/uploads/${id}/` }),
  );
  return Contents.map(({ Key = '' }) => Key).sort();
}

async function childInput(environment: Deployed, outcome: Outcome): Promise<unknown> {
  return JSON.parse((await childExecution(environment, outcome)).input ?? '');
}
