import { demoFault } from '../../../../commands/demo/fault';
import { demoKey } from '../../../../commands/demo/key';
import { DemoFaults } from '../../../../local/demo/demo-faults';
import { demoControls } from '../../../../local/demo/demo-controls';
import type { FailureContext } from '../../../../local/demo/failure';
import { environmentOf } from '../../../../settings/environments';
import { seen } from '../../../helpers/command';
import { newKey, startFixture, type Fixture } from '../../../helpers/local-stripe';

let fixture: Fixture;
const before = process.env.STRIPE_API_BASE;

beforeEach(async () => {
  fixture = await startFixture();
  process.env.STRIPE_API_BASE = fixture.server.url;
});
afterEach(async () => {
  await fixture.server.stop();
  if (before === undefined) {
    delete process.env.STRIPE_API_BASE;
  } else {
    process.env.STRIPE_API_BASE = before;
  }
});

/** As a demo with --keep does when everything runs. */
function keep() {
  const services = {
    stripe: fixture.server,
    newKey: (mode: 'test' | 'live') => {
      const value = newKey('sk', mode);
      fixture.server.addKey({ value, mode });
      return value;
    },
  };
  const context = { environment: environmentOf('test'), services } as unknown as FailureContext;
  fixture.server.offer(demoControls(context, new DemoFaults(context)));
}

const key = (terminal = false) =>
  seen(({ output }) => demoKey([], { output: Object.assign(output, { isTTY: terminal }) }));
const fault = (...args: string[]) => seen(({ output }) => demoFault(args, { output }));
const statusOfEvents = async () => {
  const form = 'event_name=file_processed&payload[stripe_customer_id]=cus_nobody&payload[value]=1';
  return (await fixture.post('/v1/billing/meter_events', form)).status;
};

describe('npm run demo:key', () => {
  test('writes a key that the local Stripe accepts, alone in its line for the pipe', async () => {
    keep();
    const { output, error, exitCode } = await key();
    expect({ error, exitCode }).toEqual({ error: '', exitCode: 0 });
    expect(output).toMatch(/^sk_test_\w{32}\n$/);
    const account = await fixture.client(output.trim()).accounts.retrieveCurrent();
    expect(account.id).toBe(environmentOf('test').stripeAccountId);
  });

  test('shows no key at a terminal, where it would stay on the screen, and says how to pass it on', async () => {
    keep();
    const { output, error, exitCode } = await key(true);
    expect(output).toBe('');
    expect(error).toContain('npm run demo:key --silent | npm run stripe:key -- --workspace test');
    expect(exitCode).toBe(1);
  });
});

describe('npm run demo:fault', () => {
  test('sets a fault that the next events meet, lists it, and clears it', async () => {
    keep();
    expect(await fault('list')).toMatchObject({ output: 'No fault is in force.\n', exitCode: 0 });
    const set = await fault('set', '503');
    expect(set).toMatchObject({ error: '', exitCode: 0 });
    expect(set.output).toContain('To repair it: npm run demo:fault -- clear');
    expect(set.output).toContain('docs/runbook.md#stateshttpstatuscode429');
    expect(await statusOfEvents()).toBe(503);
    expect((await fault('list')).output).toBe('503: Stripe is down (503)\n');

    const cleared = await fault('clear');
    expect(cleared.output).toContain('Cleared: 503: Stripe is down (503)\n');
    expect(await statusOfEvents()).toBe(400);
    expect((await fault('list')).output).toBe('No fault is in force.\n');
  });

  test('set twice, a fault is cleared at once all the same', async () => {
    keep();
    await fault('set', '500');
    await fault('set', '500');
    await fault('clear');
    expect(await statusOfEvents()).toBe(400);
  });

  test.each([
    [['set', '999'], '"999" is no failure. What can be set here: '],
    [['set', 'child'], '"child" comes from what is uploaded: run npm run demo -- --keep --fail child.'],
    [['set'], 'list, set NAME, or clear'],
    [['clear', 'all'], 'list, set NAME, or clear'],
    [[], 'list, set NAME, or clear'],
  ])('%j ends in one sentence that says what is allowed', async (args, sentence) => {
    keep();
    const { error, output, exitCode } = await fault(...args);
    expect(error).toContain(sentence);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect({ output, exitCode }).toEqual({ output: '', exitCode: 1 });
  });
});

describe.each([
  ['demo:key', () => key()],
  ['demo:fault', () => fault('clear')],
])('without a running demo, npm run %s says how to get one:', (_, command) => {
  const expectSentence = async (beginning: string) => {
    const { error, exitCode } = await command();
    expect(error).toContain(beginning);
    expect(error).toContain(
      'run "npm run demo -- --keep", and in this terminal the line that it prints first.',
    );
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(1);
  };

  test('no variables', async () => {
    delete process.env.STRIPE_API_BASE;
    await expectSentence('No running demo is known here');
  });

  test('the address of something else than this machine', async () => {
    process.env.STRIPE_API_BASE = 'http://stripe.example:80';
    await expectSentence('STRIPE_API_BASE is "http://stripe.example:80", which is no running demo');
  });

  test('a demo that has ended', async () => {
    await fixture.server.stop();
    await expectSentence(`The running demo at ${fixture.server.url} has ended`);
  });

  test('a local Stripe that no demo keeps', () =>
    expectSentence(`At ${fixture.server.url} there is no running demo`));
});
