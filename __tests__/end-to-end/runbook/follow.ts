import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { arnsOf } from '../../../settings/arns';
import type { Deployed } from '../../helpers/deployed';
import { recover, recoverAfter } from '../../helpers/recovery';
import { commandsIn, partOf, runbook, sectionOf } from '../../helpers/runbook';
import { until } from '../../helpers/until';
import { followed, type Followed, type Produced } from './cases';
import { planLineOf } from '../verify/plans';
import { startWorld, type World } from './world';

/** It takes two minutes, and several times that on a loaded machine with two cores. */
const timeoutMilliseconds = 600_000;

interface Result {
  readonly produced: Produced;
  /** What the printed diagnosis printed. */
  readonly seen: string;
}

/** Everything goes wrong that has a heading; then the diagnosis and the fix run as they are printed. */
export function followRunbook(current: () => Deployed): void {
  const results = new Map<Followed, Result>();
  let world: World;

  beforeAll(async () => {
    world = await startWorld(current());
    const begun = new Map<Followed, Produced>();
    for (const one of followed) {
      begun.set(one, (await one.begin?.(world)) ?? {});
    }
    await recoverAfter(world, 16);
    for (let hour = 0; hour < hours; hour++) {
      await recoverAfter(world, 61);
    }
    for (const one of followed) {
      const produced = await one.symptom(world, begun.get(one)!);
      results.set(one, { produced, seen: await diagnose(world, one, produced) });
    }
    await appendVerify(world, results);
    await repair(world, results, 'fix');
    await until(() => isIdle(world));
    await recover(world);
    await repair(world, results, 'then');
    await recoverAfter(world, 61);
  }, timeoutMilliseconds);

  afterAll(() => world?.end());

  test.each(followed)('$heading: the diagnosis shows it, and the fix ends it', async (one) => {
    const { produced, seen } = results.get(one)!;
    expect(seen).toMatch(one.shows);
    await (one.end ?? billedOnce)(world, produced);
  });

  test('in the end nothing is left to repair: npm run verify has no ✗', async () => {
    const { stdout } = await world.shell('npm run verify -- --workspace $WORKSPACE --no-send');
    expect(stdout).toMatch(/^✓/m);
    // CloudWatch Logs takes no events of more than two hours ahead, where the time here has got to.
    const wrong = stdout.split('\n').filter((line) => /^✗ (?!The log receives events: nothing)/.test(line));
    expect(wrong).toEqual([]);
    expect(await planLineOf(world, 'stripe-connection', 'service-processing')).toMatchObject({
      outcome: 'passed',
    });
  });
}

/** Whether what the printed commands started has ended. */
async function isIdle({ services, environment }: World): Promise<boolean> {
  const { stateMachine, recoveryStateMachine } = arnsOf(environment);
  const running = await Promise.all(
    [stateMachine, recoveryStateMachine].map((stateMachineArn) =>
      services.clients.states.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' })),
    ),
  );
  return running.every(({ executions = [] }) => executions.length === 0);
}

/** Until recovery has asked six times, and then gives up. */
const hours = 8;

const isVerify = (script: string) => script.startsWith('npm run verify');
const filled = (script: string, { fill = {} }: Produced) =>
  Object.entries(fill).reduce((text, [printed, written]) => text.replaceAll(printed, written), script);

/** Runs what the entry prints under Diagnosis; `verify`, which sees everything at once, comes later for all. */
async function diagnose(world: World, one: Followed, produced: Produced): Promise<string> {
  const printed = commandsIn(partOf(sectionOf(one.heading), 'Diagnosis'));
  let seen = '';
  for (const block of printed) {
    const script = block
      .split('\n')
      .filter((line) => one.verifiesAtOnce || !isVerify(line))
      .join('\n');
    if (script === '') {
      continue;
    }
    const ran = await world.shell(filled(script, produced), produced.env);
    if (!one.findsNothing) {
      expect({ script, ...ran }).toMatchObject({ script, status: 0 });
    }
    seen += ran.stdout + ran.stderr;
  }
  return seen;
}

async function appendVerify(world: World, results: Map<Followed, Result>): Promise<void> {
  const { stdout } = await world.shell('npm run verify -- --workspace $WORKSPACE --no-send');
  for (const [one, result] of results) {
    if (
      commandsIn(partOf(sectionOf(one.heading), 'Diagnosis')).some((block) => /npm run verify/.test(block))
    ) {
      results.set(one, { ...result, seen: `${result.seen}\n${stdout}` });
    }
  }
}

/** What others need comes first; a person who follows several entries at once runs each command once. */
const order = [
  /delete-stack/,
  /deploy:\S+ -- stripe-secret/,
  /npm run stripe:key/,
  /deploy:\S+ -- stripe-connection/,
  /deploy:\S+ -- service-processing/,
  /^/,
];
const rank = (script: string) => order.findIndex((pattern) => pattern.test(script));

async function repair(world: World, results: Map<Followed, Result>, which: 'fix' | 'then'): Promise<void> {
  const printed = commandsIn(runbook);
  const steps: { script: string; produced: Produced }[] = [];
  for (const [one, { produced }] of results) {
    if (which === 'fix') {
      await produced.person?.();
    }
    for (const command of one[which] ?? []) {
      const block = printed.find((text) => text.includes(command) || new RegExp(command).test(text));
      expect({ command, isPrinted: block !== undefined }).toEqual({ command, isPrinted: true });
      // A block that is more than what was asked for has alternatives.
      const wanted = block!.split('\n').every((line) => line.startsWith('npm run')) ? command : block!;
      const scripts = wanted.split('\n').every((line) => line.startsWith('npm run'))
        ? wanted.split('\n')
        : [wanted];
      steps.push(...scripts.map((script) => ({ script: filled(script, produced), produced })));
    }
  }
  const done = new Set<string>();
  for (const { script, produced } of [...steps].sort((a, b) => rank(a.script) - rank(b.script))) {
    const name = `${script.includes('$ID') || script.includes('$EXECUTION') ? produced.env?.ID : ''} ${script}`;
    if (done.has(name)) {
      continue;
    }
    done.add(name);
    expect({ script, ...(await world.shell(script, produced.env)) }).toMatchObject({ script, status: 0 });
  }
}

async function billedOnce(world: World, { input }: Produced): Promise<void> {
  expect(world.meterEvents(input!)).toHaveLength(1);
  expect(await world.ledger(input!)).toMatchObject({ status: 'sent' });
  const record = await world.record(input!);
  expect(record).toMatchObject({ status: 'completed', stripeMeterSentAt: expect.any(String) });
  expect(record).not.toHaveProperty('stripeMeterError');
}
