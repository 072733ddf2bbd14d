import { LedgerDecisions } from '../../../../clients/aws/ledger-decisions';
import { LedgerReads } from '../../../../clients/aws/ledger-reads';
import { environmentOf } from '../../../../settings/environments';
import { refusal } from '../../../helpers/aws-responses';
import { typed } from '../../../helpers/stripe-commands';
import {
  command,
  day,
  event,
  now,
  rejected,
  startServices,
  undecided,
  usageCheck,
  type Services,
} from '../../../helpers/ledger-commands';
import { without } from '../../../helpers/without';

describe('npm run meter-events: what a person decides', () => {
  let services: Services;
  const run = command('test');

  beforeAll(async () => {
    services = await startServices();
  }, 60_000);
  afterAll(() => services.stop());
  beforeEach(async () => {
    await services.renew();
  });
  const put = (item: Parameters<Services['tables']['put']>[0]) => services.tables.put(item);
  const itemOf = (id: string) => services.tables.item(id);

  describe('--retry', () => {
    test.each([
      ['rejected', rejected],
      ['undecided', undecided],
    ])(
      'gives a %s event back to recovery, without the refusals and doubts that stopped it',
      async (_, of) => {
        await put(of('e'));
        const { output, exitCode } = await run(['--retry', 'e']);
        expect(exitCode).toBe(0);
        expect(output).toContain('becomes pending: recovery works on it from');
        const item = await itemOf('e');
        expect(item).toMatchObject({ status: 'pending', openState: 'pending', attempts: 4, notTaken: 2 });
        expect(item).not.toHaveProperty('refusals');
        expect(item).not.toHaveProperty('doubts');
        expect(Math.abs(item!.dueAt - now())).toBeLessThan(5);
      },
    );

    test('is never due earlier than half an hour after the last claim, so that Stripe has aggregated that', async () => {
      const claimedAt = now() - 600;
      await put(rejected('e', { claimedAt, dueAt: claimedAt + 3600 }));
      await run(['--retry', 'e']);
      expect((await itemOf('e'))?.dueAt).toBe(claimedAt + 1800);
    });

    test('never has the due time of the last claim, whose writes may be repeated', async () => {
      const claimedAt = now() - 600;
      await put(rejected('e', { claimedAt, dueAt: claimedAt + 1800 }));
      await run(['--retry', 'e']);
      expect((await itemOf('e'))?.dueAt).toBe(claimedAt + 1801);
    });

    test('can be repeated: it says that it is so already', async () => {
      await put(rejected('e'));
      await run(['--retry', 'e']);
      const before = await itemOf('e');
      const { output, exitCode } = await run(['--retry', 'e']);
      expect(exitCode).toBe(0);
      expect(output).toContain('is pending already');
      expect(await itemOf('e')).toEqual(before);
    });

    test('sends a sent event again if its usage check differs, and keeps no proof that would spare the question', async () => {
      const sent = event('e', { sentAt: now() - day, evidence: 'response', livemode: false, notTaken: 1 });
      await put(sent);
      await put(usageCheck(sent.timestamp));
      const { output } = await run(['--retry', 'e']);
      expect(output).toContain('asks Stripe what it counted');
      const item = await itemOf('e');
      expect(item).toMatchObject({ status: 'pending', openState: 'pending', lastError: 'UsageDiffers' });
      expect(item?.lastErrorCause).toContain('had been recorded as sent');
      expect(Object.keys(item!)).not.toEqual(expect.arrayContaining(['notTaken']));
      expect(item).not.toHaveProperty('sentAt');
      expect(item).not.toHaveProperty('evidence');
    });

    test('of an event that only a person called counted waits until recovery asks first', async () => {
      const sent = event('e', { timestamp: now() - 5 * 3600, sentAt: now(), evidence: 'person' });
      await put(sent);
      await put(usageCheck(sent.timestamp));
      await run(['--retry', 'e']);
      expect((await itemOf('e'))?.dueAt).toBe(sent.timestamp + 23 * 3600);
    });

    test('has a different usage check compared again', async () => {
      const check = usageCheck(now() - day);
      await put(check);
      expect((await run(['--retry', check.identifier])).exitCode).toBe(0);
      const item = await itemOf(check.identifier);
      expect(item).toMatchObject({ status: 'pending', openState: 'pending', revision: 3 });
      expect(item).not.toHaveProperty('looks');
    });

    test.each([
      [
        'a sent event whose check is equal',
        event('e', { evidence: 'response' }),
        'equal',
        'check of its hour is equal',
      ],
      ['a sent event without a check', event('e', { evidence: 'response' }), undefined, 'is missing'],
      [
        'one that is written off',
        event('e', { status: 'written-off', writtenOffReason: 'gift' }),
        undefined,
        '(gift)',
      ],
      [
        'one that is too old',
        rejected('e', { timestamp: now() - 36 * day }),
        undefined,
        'Bill it with an invoice item',
      ],
    ])('refuses %s', async (_, item, status, sentence) => {
      await put(item);
      if (status) {
        await put(usageCheck(item.timestamp, { status }));
      }
      const { error, exitCode } = await run(['--retry', 'e']);
      expect(exitCode).toBe(1);
      expect(error).toContain(sentence);
      expect(error).toContain('Nothing was changed.');
      expect(await itemOf('e')).toEqual(item);
    });

    test('--all-rejected retries those that Stripe can still take, and says which it cannot', async () => {
      await put(rejected('a'));
      await put(rejected('b', { customerId: 'cus_other' }));
      await put(rejected('old', { timestamp: now() - 36 * day }));
      await put(undecided('c'));
      const { output, exitCode } = await run(['--retry', '--all-rejected']);
      expect(exitCode).toBe(0);
      expect(output).toContain('2 rejected events of 2048 bytes together become pending');
      expect(output).toContain('old (');
      expect(output).toContain('2 events set pending.');
      const statuses = await Promise.all(
        ['a', 'b', 'old', 'c'].map(async (id) => (await itemOf(id))?.status),
      );
      expect(statuses).toEqual(['pending', 'pending', 'rejected', 'undecided']);
      expect((await run(['--retry', '--all-rejected'])).output).toContain('nothing to do');
    });

    test('--all-rejected takes the filters of the list', async () => {
      await put(rejected('a'));
      await put(rejected('b', { customerId: 'cus_other' }));
      await run(['--retry', '--all-rejected', '--customer', 'cus_other']);
      expect([(await itemOf('a'))?.status, (await itemOf('b'))?.status]).toEqual(['rejected', 'pending']);
    });
  });

  describe('an item that this version does not know', () => {
    const uncounted = without(rejected('e'), 'attempts');
    test.each([
      ['an event of a newer status', { ...rejected('e'), status: 'withdrawn' }, 'its status is "withdrawn"'],
      ['an event without attempts', uncounted, 'it has no attempts'],
      [
        'a usage check of an older status',
        { ...usageCheck(0, { status: 'undecided' }), identifier: 'e' },
        '"undecided"',
      ],
    ])('is not decided: %s', async (_, item, problem) => {
      await put(item);
      for (const args of [
        ['--retry', 'e'],
        ['--counted', 'e'],
        ['--write-off', 'e', '--reason', 'x'],
      ]) {
        const { error, exitCode } = await run(args);
        expect(exitCode).toBe(1);
        expect(error).toContain('This version does not know the ');
        expect(error).toContain(problem);
        expect(error).toContain('Nothing was changed.');
      }
      expect(await itemOf('e')).toEqual(item);
    });

    test('is decided as any other once the attribute that is named is corrected, as the runbook has it', async () => {
      const corrected = without(uncounted, 'notTaken');
      await put(uncounted);
      expect((await run(['--id', 'e'])).output).toContain('it has no attempts');
      await put({ ...corrected, attempts: 1 });
      expect((await run(['--retry', 'e'])).exitCode).toBe(0);
      const item = await itemOf('e');
      expect(item).toMatchObject({ status: 'pending', attempts: 1 });
      expect(item).not.toHaveProperty('notTaken');
    });

    test('does not keep another from being decided', async () => {
      await put({ ...rejected('newer'), status: 'withdrawn' });
      await put(rejected('e'));
      expect((await run(['--retry', 'e'])).exitCode).toBe(0);
    });

    test('is no proof that a sent event was not counted, if it is the check of its hour', async () => {
      const sent = event('e', { sentAt: now() - day, evidence: 'response', livemode: false });
      const check = without(usageCheck(sent.timestamp), 'hourStart');
      await put(sent);
      await put(check);
      const { error, exitCode } = await run(['--retry', 'e']);
      expect(exitCode).toBe(1);
      expect(error).toContain('its hour cannot be judged');
      expect(await itemOf('e')).toEqual(sent);
    });

    test('is named by --all-rejected, which retries the others and says that a person must look', async () => {
      await put({ ...rejected('newer'), status: 'withdrawn' });
      await put(uncounted);
      await put(rejected('a'));
      const { output, exitCode } = await run(['--retry', '--all-rejected']);
      expect(exitCode).toBe(2);
      expect(output).toContain('This version does not know the meter event e: it has no attempts');
      expect(output).toContain('1 event set pending.');
      expect([(await itemOf('a'))?.status, (await itemOf('e'))?.status]).toEqual(['pending', 'rejected']);
    });
  });

  describe('--retry --all-rejected, of which some writes fail,', () => {
    const failing = (...identifiers: string[]) => {
      const retry = LedgerDecisions.prototype.retry;
      jest.spyOn(LedgerDecisions.prototype, 'retry').mockImplementation(function (
        this: LedgerDecisions,
        item,
      ) {
        return identifiers.includes(item.identifier)
          ? Promise.reject(refusal('ThrottlingException', 'Rate exceeded'))
          : retry.call(this, item);
      });
    };
    afterEach(() => jest.restoreAllMocks());

    test('tells what was done and what was not, and goes on when it is run again', async () => {
      for (const id of ['a', 'b', 'c', 'd']) {
        await put(rejected(id));
      }
      failing('b', 'c');
      const { output, error, exitCode } = await run(['--retry', '--all-rejected']);
      expect([exitCode, error]).toEqual([1, '']);
      expect(output).toMatch(/2 events could not be set pending \((b, c|c, b)\): .*too many requests/);
      expect(output).toContain('2 events set pending.');
      expect(output).toContain('Run the command again: it goes on with those that are still rejected.');
      jest.restoreAllMocks();
      const again = await run(['--retry', '--all-rejected']);
      expect(again.exitCode).toBe(0);
      expect(again.output).toContain('2 events set pending.');
      const statuses = await Promise.all(['a', 'b', 'c', 'd'].map(async (id) => (await itemOf(id))?.status));
      expect(statuses).toEqual(['pending', 'pending', 'pending', 'pending']);
    });

    test('has each of them in the JSON, which is not ok', async () => {
      await put(rejected('a'));
      await put(rejected('b'));
      failing('b');
      const { ok, results } = JSON.parse((await run(['--retry', '--all-rejected', '--json'])).output) as {
        ok: boolean;
        results: object[];
      };
      expect(ok).toBe(false);
      expect(results).toHaveLength(2);
      expect(results).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ identifier: 'a', outcome: 'done' }),
          expect.objectContaining({ identifier: 'b', outcome: 'failed' }),
        ]),
      );
    });
  });

  describe('--counted', () => {
    test('records the event as sent, completes the record and has the hour checked, all at once', async () => {
      const e = undecided('e');
      await put(e);
      await put(usageCheck(e.timestamp));
      await services.tables.putRecord('e', { status: 'completed', stripeMeterError: 'x' });
      const { exitCode } = await run(['--counted', 'e']);
      expect(exitCode).toBe(0);
      const item = await itemOf('e');
      expect(item).toMatchObject({ status: 'sent', evidence: 'person', livemode: false });
      expect(Math.abs(item!.sentAt - now())).toBeLessThan(5);
      expect(item).not.toHaveProperty('openState');
      expect(item).not.toHaveProperty('dueAt');
      const record = await services.tables.record('e');
      expect(record).not.toHaveProperty('stripeMeterError');
      expect(record?.stripeMeterSentAt).toMatch(/^\d{4}-\d\d-\d\dT/);
      const check = await itemOf(usageCheck(e.timestamp).identifier);
      expect(check).toMatchObject({ status: 'pending', openState: 'pending', revision: 4 });
      expect(check).not.toHaveProperty('looks');
      expect(Math.abs(check!.dueAt - now() - 45 * 60)).toBeLessThan(5);
    });

    test('keeps the time at which the record says that it was sent', async () => {
      await put(undecided('e'));
      await services.tables.putRecord('e', { stripeMeterSentAt: 'earlier' });
      await run(['--counted', 'e']);
      expect((await services.tables.record('e'))?.stripeMeterSentAt).toBe('earlier');
    });

    test('creates no record where the application has deleted it', async () => {
      await put(undecided('e'));
      expect((await run(['--counted', 'e'])).exitCode).toBe(0);
      expect(await services.tables.record('e')).toBeUndefined();
    });

    test('can be repeated, and does not make a written-off event stay so', async () => {
      await put(event('e', { status: 'written-off', writtenOffReason: 'error' }));
      await run(['--counted', 'e']);
      expect(await itemOf('e')).toMatchObject({ status: 'sent' });
      expect(await itemOf('e')).not.toHaveProperty('writtenOffReason');
      const { output, exitCode } = await run(['--counted', 'e']);
      expect(exitCode).toBe(0);
      expect(output).toContain('recorded as sent already (evidence: person)');
    });

    test('refuses a usage check', async () => {
      const check = usageCheck(now() - day);
      await put(check);
      const { error, exitCode } = await run(['--counted', check.identifier]);
      expect(exitCode).toBe(1);
      expect(error).toContain('is no meter event: a check can be retried or written off');
    });
  });

  describe('--write-off', () => {
    test('closes an event with the reason, and can be repeated', async () => {
      await put(rejected('e'));
      const { output, exitCode } = await run(['--write-off', 'e', '--reason', 'billed by hand, in_123']);
      expect(exitCode).toBe(0);
      expect(output).toContain('closed without being billed');
      const item = await itemOf('e');
      expect(item).toMatchObject({ status: 'written-off', writtenOffReason: 'billed by hand, in_123' });
      expect(item).not.toHaveProperty('openState');
      const again = await run(['--write-off', 'e', '--reason', 'another']);
      expect(again.output).toContain('written off already: billed by hand, in_123');
      expect(again.exitCode).toBe(0);
    });

    test('accepts the difference of a usage check', async () => {
      const check = usageCheck(now() - day);
      await put(check);
      const { output } = await run(['--write-off', check.identifier, '--reason', 'credited']);
      expect(output).toContain('The ledger has 2048 bytes, Stripe counted 1024.');
      expect(await itemOf(check.identifier)).toMatchObject({ status: 'written-off', revision: 3 });
    });

    test.each([
      ['a sent event', event('e', { evidence: 'response' }), 'Give a credit note in Stripe'],
      [
        'an equal check',
        { ...usageCheck(0, { status: 'equal' }), identifier: 'e' },
        'only a check that is different',
      ],
    ])('refuses %s', async (_, item, sentence) => {
      await put(item);
      const { error, exitCode } = await run(['--write-off', 'e', '--reason', 'x']);
      expect(exitCode).toBe(1);
      expect(error).toContain(sentence);
    });
  });

  test.each([
    ['that the recording execution may be sending', { timestamp: now() - 60 }],
    ['that recovery may be sending', { claimedAt: now() - 60, attempts: 2 }],
  ])('nobody can decide about an event %s', async (_, changes) => {
    await put(event('e', { status: 'pending', openState: 'pending', dueAt: now() + 900, ...changes }));
    for (const args of [
      ['--counted', 'e'],
      ['--write-off', 'e', '--reason', 'x'],
    ]) {
      const { error, exitCode } = await run(args);
      expect(exitCode).toBe(1);
      expect(error).toContain('may be on its way to Stripe at this moment. Decide after');
    }
    expect(await itemOf('e')).toMatchObject({ status: 'pending' });
  });

  test('nobody can close an event whose record recovery has still to complete, or the upload would never be', async () => {
    await put({
      ...event('e', { status: 'pending', openState: 'pending', dueAt: now() + 900, claimedAt: now() - 900 }),
      downloadS3Keys: ['a'],
    });
    for (const args of [
      ['--counted', 'e'],
      ['--write-off', 'e', '--reason', 'x'],
    ]) {
      const { error, exitCode } = await run(args);
      expect(exitCode).toBe(1);
      expect(error).toContain("the application's record of it is still to be completed");
    }
    expect(await itemOf('e')).toMatchObject({ status: 'pending', openState: 'pending' });
  });

  test('a pending event that nobody is sending can be decided about', async () => {
    await put(
      event('e', { status: 'pending', openState: 'pending', dueAt: now() + 900, claimedAt: now() - 900 }),
    );
    expect((await run(['--write-off', 'e', '--reason', 'x'])).exitCode).toBe(0);
  });

  test('nothing is done if somebody else was faster', async () => {
    const e = undecided('e');
    await put(e);
    await services.tables.putRecord('e', { stripeMeterError: 'x' });
    const environment = environmentOf('test');
    const seen = await new LedgerReads(environment).item('e');
    await run(['--retry', 'e']);
    const before = await itemOf('e');
    const decisions = new LedgerDecisions(environment);
    if (seen?.kind !== 'meter event') {
      throw new Error('The event is not there.');
    }
    for (const late of [
      decisions.retry(seen),
      decisions.writeOff(seen, 'x'),
      decisions.recordCounted(seen),
    ]) {
      await expect(late).rejects.toThrow('Somebody else changed the meter event e at the same time');
    }
    expect(await itemOf('e')).toEqual(before);
    expect(await services.tables.record('e')).toHaveProperty('stripeMeterError');
    expect(await itemOf(usageCheck(e.timestamp).identifier)).toBeUndefined();
  });

  test('with --json the output holds JSON alone', async () => {
    await put(rejected('e'));
    const { output } = await run(['--retry', 'e', '--json']);
    expect(JSON.parse(output)).toMatchObject({
      workspace: 'test',
      results: [{ identifier: 'e', outcome: 'done', item: { status: 'pending' } }],
    });
  });

  describe('in live', () => {
    const inLive = command('live');
    beforeEach(() => services.live.put(rejected('e')));
    const status = async () => (await services.live.item('e'))?.status as string;

    test('it is refused without a terminal or --yes, after it has said what it would do', async () => {
      const { output, error, exitCode } = await inLive(['--retry', 'e']);
      expect(exitCode).toBe(1);
      expect(output).toContain('becomes pending');
      expect(error).toContain('add --yes');
      expect(await status()).toBe('rejected');
      expect((await inLive(['--retry', 'e', '--yes'])).exitCode).toBe(0);
      expect(await status()).toBe('pending');
    });

    test.each([
      ['yes', 'written-off'],
      ['no', 'rejected'],
    ])('a terminal is asked, and the answer "%s" decides', async (answer, expected) => {
      const { output } = await inLive(['--write-off', 'e', '--reason', 'x'], typed(answer));
      expect(output).toContain('This changes live. Go on?');
      expect(await status()).toBe(expected);
    });
  });
});
