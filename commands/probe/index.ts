/**
 * Asks a real test account what this project assumes about AWS and Stripe without proof:
 * `npm run probe -- --workspace test`.
 */
import { requireAccount } from '../../clients/aws/account';
import { awsClients } from '../../clients/aws/clients';
import { describeConnection, missingConnection } from '../../clients/aws/connection';
import { CommandError } from '../../clients/command-error';
import { withoutKeys } from '../../clients/stripe/key-text';
import { parseCommand, runCommand } from '../shared/cli';
import { confirm, type Terminal } from '../shared/terminal';
import { jsonText, withJson } from '../shared/json-output';
import { interruption } from '../shared/interruption';
import { activeMeterId, stripeOf } from '../shared/stripe-access';
import { askQuestion, type AnsweredQuestion } from './answered-question';
import { ProbeContext } from './context';
import { leftovers, removeLeftovers } from './leftovers';
import { newRun } from './names';
import { probeSpec } from './options';
import { announcement, questionsOf, requireTest, waitsFrom } from './preparation';
import { answerText, jsonResult, summaryText } from './report';

export interface ProbeTerminal extends Terminal {
  /** Receives the announcement and its question with `--json`. */
  readonly error: Terminal['output'];
}

/** @param signal aborts at Ctrl-C */
export function probe(
  args: readonly string[],
  terminal: ProbeTerminal,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  return withJson(args, terminal, () => askAccount(args, terminal, signal));
}

async function askAccount(
  args: readonly string[],
  terminal: ProbeTerminal,
  signal: AbortSignal,
): Promise<void> {
  const { environment, yes, values } = parseCommand(args, probeSpec);
  requireTest(environment);
  const questions = questionsOf(values.only);
  const waits = waitsFrom(values['wait-seconds']);
  await requireAccount(environment);
  const connection = await describeConnection(environment);
  const missing = missingConnection(environment, connection);
  if (missing) {
    throw new CommandError(missing);
  }
  const stripe = await stripeOf(environment);
  const meterId = await activeMeterId(stripe, environment);
  const aws = awsClients(environment);
  const earlier = await leftovers(aws, stripe);

  const run = newRun();
  const talk = { input: terminal.input, output: values.json ? terminal.error : terminal.output };
  const say = (line: string) => talk.output.write(`${withoutKeys(line)}\n`);
  say(announcement(environment, run));
  if (earlier.length > 0) {
    say(`An earlier run left, and this one deletes: ${earlier.map(({ what }) => what).join(', ')}.`);
  }
  await confirm('This creates things in AWS and Stripe', yes, talk);

  const options = { environment, aws, stripe, meterId, run, waits, signal };
  const context = new ProbeContext({ ...options, connectionArn: connection?.ConnectionArn ?? '' });
  const all: AnsweredQuestion[] = [];
  const left = await removeLeftovers(earlier);
  const askAll = async () => {
    for (const question of questions) {
      const one = await askQuestion(question, context);
      all.push(one);
      if (!values.json) {
        say(answerText(one));
      }
    }
  };
  await askAll()
    .finally(async () => {
      left.push(...(await context.created.removeAll()));
      if (left.length > 0) {
        const sentence = `Not deleted: ${left.join(', ')}. Run the command again to delete it.`;
        terminal.error.write(`${withoutKeys(sentence)}\n`);
      }
    })
    .catch((error: unknown) => {
      throw signal.aborted ? new CommandError(interrupted(left)) : error;
    });
  const exitCode = exitCodeOf(all, left);
  const text = values.json
    ? jsonText(environment.name, exitCode === 0, jsonResult(all, left))
    : summaryText(all);
  terminal.output.write(`${withoutKeys(text)}\n`);
  process.exitCode = exitCode;
}

const interrupted = (left: readonly string[]) =>
  `The probe was interrupted.${left.length === 0 ? ' Everything that it had created is deleted.' : ''}`;

function exitCodeOf(all: readonly AnsweredQuestion[], left: readonly string[]): number {
  if (left.length > 0 || all.some(({ outcome }) => outcome === 'no answer')) {
    return 1;
  }
  return all.some(({ outcome }) => outcome === 'disagrees') ? 2 : 0;
}

if (require.main === module) {
  const { stdin: input, stdout: output, stderr: error } = process;
  void runCommand(() => probe(process.argv.slice(2), { input, output, error }, interruption()));
}
