/**
 * The checklist before a release: `npm run verify -- --workspace test`. It checks everything that is deployed, in AWS
 * and in Stripe, and prints the fix below each line that fails. In test it also processes and bills a small file and
 * causes one failure, which fires the alarm.
 */
import { requireEndpoints } from '../../clients/endpoints';
import type { Environment } from '../../settings/environments';
import { parseCommand, runCommand } from '../shared/cli';
import { confirmInLive, type Terminal } from '../shared/terminal';
import { jsonText, withJson } from '../shared/json-output';
import { notChecked, tried, type Check, type Line } from './check';
import { checklist } from './checklist';
import { errorHandlingCheck } from './checks/error-handling';
import { Facts, type MakePlans } from './facts';
import { logDeliveryCheck } from './checks/log-delivery';
import { verifySpec } from './options';
import { lineText, summaryText } from './report';
import { asRequired, sendChecks } from './checks/sent-file';
import { announcement, secondsOf, sendOptions, type VerifyFlags } from './send-options';
import { Sending } from './sending';

export interface VerifyTerminal extends Terminal {
  /** Receives questions and announcements with `--json`, since the output then holds JSON alone. */
  readonly error: Terminal['output'];
}

/** @param makePlans as `Facts` takes it */
export function verify(
  args: readonly string[],
  terminal: VerifyTerminal,
  makePlans?: MakePlans,
): Promise<void> {
  return withJson(args, terminal, async () => {
    const { environment, yes, values: flags } = parseCommand(args, verifySpec);
    if (!(await runChecklist(environment, { yes, flags, makePlans }, terminal))) {
      process.exitCode = 1;
    }
  });
}

/**
 * Runs the checklist and prints its lines.
 *
 * @param options.yes sends in live without asking
 * @returns whether no line failed
 */
export async function runChecklist(
  environment: Environment,
  { yes, flags = {}, makePlans }: { yes: boolean; flags?: VerifyFlags; makePlans?: MakePlans | undefined },
  terminal: VerifyTerminal,
): Promise<boolean> {
  const waitSeconds = secondsOf(flags['wait-seconds']);
  await requireEndpoints(environment);
  const facts = new Facts(environment, makePlans);
  const send = await sendOptions(environment, flags, waitSeconds);
  const talk = { input: terminal.input, output: flags.json ? terminal.error : terminal.output };
  if (send) {
    talk.output.write(`${announcement(environment, send)}\n`);
    await confirmInLive(environment, yes, talk);
  }

  const lines: Line[] = [];
  const show = async (trying: readonly Promise<Line>[]) => {
    for (const line of trying) {
      lines.push(await line);
      if (!flags.json) {
        terminal.output.write(`${lineText(await line)}\n`);
      }
    }
  };
  const [account, ...looks] = checklist(facts);
  const first = tried(account!);
  // Other accounts have resources of the same names: every line would report on the wrong ones.
  const inAccount = (check: Check): Promise<Line> =>
    first.then(({ outcome }) => (outcome === 'passed' ? tried(check) : skipped(check, 'not this account')));
  const looking = looks.map(inAccount);
  // In live, nothing is sent if a line shows that it would fail.
  const allowed =
    environment.name === 'live'
      ? Promise.all(looking).then((looked) => looked.every(({ outcome }) => outcome !== 'failed'))
      : Promise.resolve(true);
  const sending = send && new Sending(facts, send);
  const sends = sending
    ? sendChecks(facts, sending).map((check) =>
        allowed
          .then((go) => (go ? inAccount(check) : skipped(check, 'not sent, because a line above failed')))
          .then((line) => (flags['require-send'] ? asRequired(line) : line)),
      )
    : [skipped(noSending, whyNot(environment))];
  // Only where everything else works: what this failure causes must not mix with another one.
  const failure = Promise.all([first, ...looking, ...sends]).then((above) => {
    const why = whyNoFailure(environment, above);
    return why || !sending
      ? skipped(noFailure, why ?? whyNot(environment))
      : inAccount(errorHandlingCheck(facts, sending));
  });
  const delivery = Promise.all(sends).then(() => inAccount(logDeliveryCheck(facts, waitSeconds)));
  await show([first, ...looking, ...sends, failure, delivery]);

  const ok = lines.every(({ outcome }) => outcome !== 'failed');
  if (flags.json) {
    terminal.output.write(`${jsonText(environment.name, ok, { lines })}\n`);
  } else {
    terminal.output.write(`${summaryText(lines)}\n`);
  }
  return ok;
}

const noSending = { id: 'sent-execution', what: 'A file sent through', actions: [] };

const whyNot = ({ name }: Environment) =>
  name === 'live'
    ? 'not in live without --send --customer cus_…, because it bills somebody'
    : '--no-send was given';

const noFailure = { id: 'error-handling', what: 'Error handling', actions: [] };

/** Why no failure is caused; undefined if one may be. */
function whyNoFailure({ name }: Environment, above: readonly Line[]): string | undefined {
  if (name === 'live') {
    return 'never in live, because a failure fires the alarm';
  }
  if (above.some(({ outcome }) => outcome === 'failed')) {
    return 'not tried, because a line above failed';
  }
  const sent = above.find(({ id }) => id === 'sent-execution');
  return sent?.outcome === 'passed' ? undefined : 'not tried, because no file was sent through';
}

const skipped = async ({ id, what }: Omit<Check, 'look'>, why: string): Promise<Line> => ({
  id,
  what,
  ...notChecked(why),
});

if (require.main === module) {
  const { stdin: input, stdout: output, stderr: error } = process;
  void runCommand(() => verify(process.argv.slice(2), { input, output, error }));
}
