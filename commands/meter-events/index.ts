/** The ledger's meter events, one by one: `npm run meter-events -- --workspace test`. */
import { withoutKeys } from '../../clients/stripe/key-text';
import { LedgerReads } from '../../clients/aws/ledger-reads';
import { requireAccount } from '../../clients/aws/account';
import type { LedgerItem } from '../../ledger/item';
import type { Environment } from '../../settings/environments';
import { parseCommand, runCommand } from '../shared/cli';
import { confirmInLive, type Terminal } from '../shared/terminal';
import { jsonText, withJson } from '../shared/json-output';
import { decide, existing, type Conversation, type Decided } from './decide';
import { listText } from './list-text';
import { openItems } from './open-items';
import { meterEventsSpec, requestOf, withOptionalIdentifier, type Request } from './options';
import { retryAllRejected } from './retry-all';
import { storyOf } from './story';
import { storyText } from './story-text';

export interface MeterEventsTerminal extends Terminal {
  /** Receives questions and announcements with `--json`, since the output then holds JSON alone. */
  readonly error: Terminal['output'];
}

export function meterEvents(args: readonly string[], terminal: MeterEventsTerminal): Promise<void> {
  return withJson(args, terminal, () => answerRequest(args, terminal));
}

async function answerRequest(args: readonly string[], terminal: MeterEventsTerminal): Promise<void> {
  const { environment, yes, values } = parseCommand(withOptionalIdentifier(args), meterEventsSpec);
  const request = requestOf(values);
  await requireAccount(environment);
  const talk = { input: terminal.input, output: values.json ? terminal.error : terminal.output };
  const print = (text: string) => terminal.output.write(`${withoutKeys(text)}\n`);
  const conversation: Conversation = {
    say: (line) => talk.output.write(`${withoutKeys(line)}\n`),
    confirm: () => confirmInLive(environment, yes, talk),
  };
  const { text, json, isDone, hasUnknown = false } = await answer(environment, request, conversation);
  if (values.json) {
    print(jsonText(environment.name, isDone && !hasUnknown, json));
  } else if (text !== undefined) {
    print(text);
  }
  if (!isDone || hasUnknown) {
    process.exitCode = isDone ? 2 : 1;
  }
}

interface Answer {
  /** Absent where it was said already. */
  readonly text?: string;
  readonly json: object;
  /** False if somebody else was faster, or if a change failed: what was asked for was not done here. */
  readonly isDone: boolean;
  /** Whether a person must look at an item that this version does not know. */
  readonly hasUnknown?: boolean;
}

async function answer(
  environment: Environment,
  request: Request,
  conversation: Conversation,
): Promise<Answer> {
  switch (request.what) {
    case 'list': {
      const items = await openItems(new LedgerReads(environment), request.filters);
      return {
        text: listText(items, environment.name, Math.floor(Date.now() / 1000)),
        json: { items },
        isDone: true,
        hasUnknown: items.some(isUnknown),
      };
    }
    case 'story': {
      const story = await storyOf(environment, await existing(environment, request.identifier));
      return { text: storyText(story), json: story, isDone: true, hasUnknown: isUnknown(story.item) };
    }
    case 'decide': {
      return decided([await decide(environment, request.decision, conversation)]);
    }
    case 'retry all rejected': {
      return decided(await retryAllRejected(environment, request.filters, conversation));
    }
  }
}

const decided = (results: readonly Decided[]): Answer => ({
  json: { results },
  isDone: !results.some(({ outcome }) => outcome === 'changed by another' || outcome === 'failed'),
  hasUnknown: results.some(({ outcome }) => outcome === 'unknown'),
});

const isUnknown = ({ kind }: LedgerItem): boolean => kind === 'unknown';

if (require.main === module) {
  const { stdin: input, stdout: output, stderr: error } = process;
  void runCommand(() => meterEvents(process.argv.slice(2), { input, output, error }));
}
