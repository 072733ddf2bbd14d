import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { processingHistoryKey, type ProcessingInput } from '../../../settings/application';
import type { Deployed } from '../../helpers/deployed';
import { recover } from '../../helpers/recovery';
import { notSent, stoppedWhileSending, waitingForStripe } from '../../helpers/sending';
import { until } from '../../helpers/until';

/** However the execution ends, and whatever the application does to its record. */
export function neverLost(current: () => Deployed): void {
  const expectSent = async (input: ProcessingInput) => {
    expect(current().meterEvents(input)).toHaveLength(1);
    expect(await current().ledger(input)).toMatchObject({ status: 'sent' });
    expect(await current().ledger(input)).not.toHaveProperty('openState');
  };

  test.each(['hang', 'lose-answer'] as const)(
    'an execution that somebody stopped while it sent (%s)',
    async (kind) => {
      const { input } = await stoppedWhileSending(current(), kind);
      expect(await current().ledger(input)).toMatchObject({ status: 'pending', openState: 'pending' });
      await recover(current());
      await expectSent(input);
      expect(await current().record(input)).toMatchObject({ stripeMeterSentAt: expect.any(String) });
    },
  );

  test('an execution that timed out', async () => {
    const { input, executionArn, endFault } = await waitingForStripe(current(), 'hang');
    current().services.advance(2 * 3600 + 60);
    const { states } = current().services.clients;
    await until(
      async () => (await states.send(new DescribeExecutionCommand({ executionArn }))).status !== 'RUNNING',
    );
    endFault();
    await recover(current());
    await expectSent(input);
  });

  test('an application that deletes its record, which is not created again', async () => {
    const { services, environment, record } = current();
    const input = await notSent(current());
    await services.clients.dynamodb.send(
      new DeleteItemCommand({
        TableName: environment.names.processingHistoryTable,
        Key: { [processingHistoryKey]: { S: input.processingHistoryId } },
      }),
    );
    await recover(current());
    await expectSent(input);
    expect(await record(input)).toEqual({});
  });

  test('an application that rewrites its record with another status', async () => {
    const { services, environment, record } = current();
    const input = await notSent(current());
    await services.clients.dynamodb.send(
      new PutItemCommand({
        TableName: environment.names.processingHistoryTable,
        Item: { [processingHistoryKey]: { S: input.processingHistoryId }, status: { S: 'archived' } },
      }),
    );
    await recover(current());
    await expectSent(input);
    expect(await record(input)).toMatchObject({ status: 'archived', stripeMeterSentAt: expect.any(String) });
  });
}
