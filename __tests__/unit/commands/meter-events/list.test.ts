import {
  command,
  event,
  now,
  rejected,
  startServices,
  undecided,
  usageCheck,
  type Services,
} from '../../../helpers/ledger-commands';
import { without } from '../../../helpers/without';

describe('npm run meter-events', () => {
  let services: Services;
  const list = command('test');

  beforeAll(async () => {
    services = await startServices();
  }, 60_000);
  afterAll(() => services.stop());
  beforeEach(async () => {
    await services.renew();
  });

  const put = async (...items: Parameters<Services['tables']['put']>[0][]) => {
    for (const item of items) {
      await services.tables.put(item);
    }
  };
  const idsOf = (output: string) =>
    (JSON.parse(output) as { items: { identifier: string }[] }).items.map(({ identifier }) => identifier);

  test('lists what is open, the newest problem first, and tells usage checks from events', async () => {
    const check = usageCheck(now() - 86_400, { lastErrorAt: now() - 60 });
    await put(
      event('closed', { evidence: 'response', sentAt: now() }),
      rejected('older', { lastErrorAt: now() - 7200 }),
      check,
      event('newest', { status: 'pending', openState: 'pending', dueAt: now() + 900, timestamp: now() - 5 }),
      { identifier: '#recovery-lease', holder: 'x', leaseUntil: now() },
    );
    const { output, exitCode } = await list([]);
    expect(exitCode).toBe(0);
    const lines = output.split('\n');
    expect(lines[1]).toMatch(/^pending {4}meter event {2}cus_known {3}1024 .* newest$/);
    expect(lines[2]).toMatch(/^different {2}usage check {2}cus_known .*person {2}.*UsageDiffers/);
    expect(lines[3]).toMatch(/^rejected .*person {2,}.*States\.Http\.StatusCode\.400 {2}older$/);
    expect(output).not.toContain('closed');
    expect(output).toContain('3 open: 2 items for a person to decide, 1 that recovery works on.');
  });

  test('names a comparison that could not be made for hours, with since when and why', async () => {
    const pending = { status: 'pending', openState: 'pending', dueAt: now() + 900, attempts: 5 };
    const late = usageCheck(1_764_000_000, { ...pending, lastError: 'States.Http.StatusCode.503' });
    await put(late, usageCheck(now(), { ...pending, attempts: 4 }));
    const { output } = await list([]);
    expect(output).toMatch(/ overdue since 2025-11-24T17:45:00Z {2}States\.Http\.StatusCode\.503 {2}#usage/);
    expect(output.match(/overdue/g)).toHaveLength(1);
    expect(output).toContain('1 usage check could not be compared for more than 3 hours: Stripe or DynamoDB');
    const story = await list(['--id', late.identifier]);
    expect(story.output).toContain('Overdue: it was first due at 2025-11-24T17:45:00Z, and 5 claims since');
  });

  test('says so when nothing is open, so that silence is no answer', async () => {
    expect(await list([])).toMatchObject({ output: 'Nothing is open.\n', exitCode: 0 });
    expect(JSON.parse((await list(['--json'])).output)).toEqual({
      workspace: 'test',
      ok: true,
      items: [],
    });
  });

  test('filters by status, customer and the time of the problem', async () => {
    await put(
      rejected('a', { lastErrorAt: now() - 3 * 86_400 }),
      rejected('b', { customerId: 'cus_other' }),
      undecided('c'),
    );
    const ids = async (...args: string[]) => idsOf((await list(['--json', ...args])).output);
    expect(await ids('--status', 'rejected')).toEqual(['b', 'a']);
    expect(await ids('--customer', 'cus_other')).toEqual(['b']);
    expect(await ids('--since', '2d')).toEqual(['b', 'c']);
    expect(await ids('--since', '2d', '--status', 'rejected', '--customer', 'cus_known')).toEqual([]);
  });

  test('lists more than DynamoDB returns in one page', async () => {
    await Promise.all(Array.from({ length: 230 }, (_, index) => services.tables.put(rejected(`e-${index}`))));
    expect(new Set(idsOf((await list(['--json'])).output)).size).toBe(230);
  });

  describe('items that this version does not know', () => {
    const strange = usageCheck(now() - 3 * 86_400, { status: 'undecided', lastErrorAt: now() - 60 });
    const shapeless = without(rejected('shapeless', { lastErrorAt: now() - 120 }), 'value');
    beforeEach(() =>
      put(rejected('known'), { ...rejected('newer'), status: 'withdrawn' }, shapeless, strange),
    );

    test('are shown as what they are among the others, and the exit code says that a person must look', async () => {
      const { output, error, exitCode } = await list([]);
      expect([exitCode, error]).toEqual([2, '']);
      const lines = output.split('\n');
      expect(lines[1]).toMatch(/^undecided {2}usage check, unknown {2}cus_known .* person .*#usage-check/);
      expect(lines[2]).toMatch(/^rejected {3}meter event, unknown {2}cus_known {2,}\? .* shapeless$/);
      expect(output).toMatch(/^withdrawn .* newer$/m);
      expect(output).toMatch(/^rejected {3}meter event {11}cus_known .* known$/m);
      expect(output).toContain(
        'This version does not know the meter event newer: its status is "withdrawn", which is none of pending, sent,',
      );
      expect(output).toContain('4 open: 4 items for a person to decide, 0 that recovery works on.');
    });

    test('are in the JSON, which is not ok', async () => {
      const { output } = await list(['--json']);
      expect(JSON.parse(output)).toMatchObject({ ok: false });
      expect(new Set(idsOf(output))).toEqual(new Set(['known', 'newer', 'shapeless', strange.identifier]));
    });

    test('are filtered by what is known of them', async () => {
      expect(idsOf((await list(['--json', '--status', 'rejected'])).output)).toEqual(['shapeless', 'known']);
      expect(await list(['--customer', 'cus_other'])).toMatchObject({
        output: 'Nothing is open.\n',
        exitCode: 0,
      });
    });
  });

  test.each([
    [['--status', 'equal'], '--status is "equal": an open item has one of pending, sent,'],
    [['--since', 'yesterday'], 'such as 30m, 1h or 2d'],
    [['--id', 'a', '--retry', 'b'], 'Give one of --id and --retry, not both.'],
    [['--id', ''], '--id needs the identifier'],
    [['--retry'], '--retry needs the identifier of an event or a usage check, or --all-rejected'],
    [['--all-rejected'], 'give --retry --all-rejected'],
    [['--retry', 'a', '--all-rejected'], 'Give --retry ID or --retry --all-rejected, not both.'],
    [['--retry', '--all-rejected', '--status', 'sent'], 'leave out --status'],
    [['--write-off', 'a'], '--write-off needs --reason TEXT'],
    [['--write-off', 'a', '--reason', ' '], '--write-off needs --reason TEXT'],
    [['--reason', 'x'], '--reason belongs to --write-off'],
    [['--counted', 'a', '--since', '1d'], 'leave them out with --counted'],
    [['--id', 'unknown'], 'has no event or usage check "unknown"'],
  ])('%j is refused in one sentence', async (args, sentence) => {
    const { error, output, exitCode } = await list(args);
    expect([exitCode, output]).toEqual([1, '']);
    expect(error).toContain(sentence);
    expect(error).not.toContain('\n');
  });
});
