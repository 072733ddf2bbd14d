import { InMemory } from '../../helpers/in-memory';

/** What is recorded is billed, and so its record is completed, by the execution or by recovery. */
describe('an upload whose event is recorded', () => {
  test.each([
    ['cannot complete its record', 'refuse', Infinity, 'SUCCEEDED'],
    ['is stopped before it completes its record', 'kill-before', 1, 'ABORTED'],
  ] as const)(
    'and whose execution %s is completed by recovery and billed once, so that nobody uploads and pays again',
    async (_, kind, times, status) => {
      const inMemory = new InMemory();
      inMemory.world.faults.add({ state: 'UpdateStatusToCompleted', kind, times, detail: 0 });
      const first = await inMemory.run();
      expect(first).toMatchObject({ status, record: { status: 'in_progress' } });
      expect(first.ledger).toMatchObject({ openState: 'pending', downloadS3Keys: ['result'] });

      await inMemory.recover();
      const { record, ledger, events } = inMemory.left(inMemory.upload);
      expect(record).toMatchObject({
        status: 'completed',
        completedAt: expect.any(String),
        downloadS3Keys: ['result'],
        stripeMeterSentAt: expect.any(String),
      });
      expect(record).not.toHaveProperty('errorMessage');
      expect(ledger).toMatchObject({ status: 'sent' });
      expect(ledger).not.toHaveProperty('openState');
      expect(ledger).not.toHaveProperty('downloadS3Keys');
      expect(events).toBe(1);

      inMemory.world.faults.clear();
      const again = await inMemory.run();
      expect(again).toMatchObject({ status: 'SUCCEEDED', record, events: 1 });
    },
  );

  test('ends well for a repeated upload meanwhile, which completes the record and sends nothing', async () => {
    const inMemory = new InMemory();
    inMemory.world.faults.add({
      state: 'UpdateStatusToCompleted',
      kind: 'refuse',
      times: Infinity,
      detail: 0,
    });
    await inMemory.run();
    const again = await inMemory.run();
    expect(again).toMatchObject({ status: 'SUCCEEDED', record: { status: 'completed' }, events: 1 });
    await inMemory.recover();
    expect(inMemory.left(inMemory.upload)).toMatchObject({
      record: { status: 'completed' },
      ledger: { status: 'sent' },
      events: 1,
    });
  });

  test("leaves no keys in the ledger once its record is completed, as they are the application's", async () => {
    const inMemory = new InMemory();
    expect((await inMemory.run()).ledger).not.toHaveProperty('downloadS3Keys');
  });

  test('by the answer that was lost does not become failed, although every further attempt to record it failed', async () => {
    const inMemory = new InMemory();
    const { faults } = inMemory.world;
    faults.add({ state: 'RecordMeterEvent', kind: 'lose', times: 1, detail: 0 });
    faults.add({ state: 'RecordMeterEvent', kind: 'refuse', times: 5, detail: 0 });
    expect(await inMemory.run()).toMatchObject({
      status: 'SUCCEEDED',
      record: { status: 'completed' },
      ledger: { status: 'sent' },
      events: 1,
    });
  });
});
