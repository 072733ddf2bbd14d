/**
 * The ledger's meter events, one by one: `npm run meter-events -- --workspace test`.
 *
 * Without more it lists what is open; `--status S`, `--customer ID` and `--since 2d` filter. `--id ID` tells the whole
 * story of one event or usage check. A person decides with `--retry ID`, `--retry --all-rejected`, `--counted ID` and
 * `--write-off ID --reason TEXT`. `--json` prints JSON alone.
 *
 * A restricted key needs `billing_meter_read` and `event_read` for `--id`; what it lacks is named, and the rest is told.
 */
import { withoutKeys } from '../../clients/stripe/key-text';
import { LedgerReads } from '../../clients/aws/ledger-reads';
import { requireAccount } from '../../clients/aws/account';
import type { Environment } from '../../settings/environments';
import { confirmInLive, parseCommand, runCommand, type Terminal } from '../shared/cli';
import { decide, existing, retryAllRejected, type Conversation, type Decided } from './decide';
import { listText } from './list-text';
import { openItems } from './open-items';
import { meterEventsOptions, requestOf, withOptionalIdentifier, type Request } from './options';
import { storyOf } from './story';
import { storyText } from './story-text';

export interface MeterEventsTerminal extends Terminal {
  /** Receives questions and announcements with `--json`, since the output then holds JSON alone. */
  readonly error: Terminal['output'];
}

export async function meterEvents(args: readonly string[], terminal: MeterEventsTerminal): Promise<void> {
  const { environment, yes, values } = parseCommand(withOptionalIdentifier(args), meterEventsOptions);
  const request = requestOf(values);
  await requireAccount(environment);
  const talk = { input: terminal.input, output: values.json ? terminal.error : terminal.output };
  const print = (text: string) => terminal.output.write(`${withoutKeys(text)}\n`);
  const json = (value: object) => print(JSON.stringify({ workspace: environment.name, ...value }, null, 2));
  const conversation: Conversation = {
    say: (line) => talk.output.write(`${withoutKeys(line)}\n`),
    confirm: () => confirmInLive(environment, yes, talk),
  };
  const results = await answer(environment, request, conversation, values.json ? json : undefined, print);
  // Somebody else was faster: what was asked for was not done here.
  if (results.some(({ outcome }) => outcome === 'changed by another')) {
    process.exitCode = 1;
  }
}

/** @returns what was decided */
async function answer(
  environment: Environment,
  request: Request,
  conversation: Conversation,
  json: ((value: object) => void) | undefined,
  print: (text: string) => void,
): Promise<readonly Decided[]> {
  switch (request.what) {
    case 'list': {
      const items = await openItems(new LedgerReads(environment), request.filters);
      (json ?? (() => print(listText(items, environment.name))))({ items });
      return [];
    }
    case 'story': {
      const story = await storyOf(environment, await existing(environment, request.identifier));
      (json ?? (() => print(storyText(story))))(story);
      return [];
    }
    case 'decide': {
      const results = [await decide(environment, request.decision, conversation)];
      json?.({ results });
      return results;
    }
    case 'retry all rejected': {
      const results = await retryAllRejected(environment, request.filters, conversation);
      json?.({ results });
      return results;
    }
  }
}

if (require.main === module) {
  const { stdin: input, stdout: output, stderr: error } = process;
  void runCommand(() => meterEvents(process.argv.slice(2), { input, output, error }));
}
