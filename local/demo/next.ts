import type { Environment } from '../../settings/environments';
import { failureNames } from './failure-names';
import type { NamedFailure } from './failure';

/** What a newcomer does after a demo that is over. */
export function nextAfterDemo(
  { name: workspace }: Environment,
  { failure, recover }: { readonly failure?: NamedFailure; readonly recover: boolean },
): string[] {
  const live = workspace === 'live' ? ' --workspace live' : '';
  const lines: [command: string, what: string][] = [];
  if (failure && !recover && !failure.person) {
    lines.push([
      `npm run demo -- --fail ${failure.name} --recover${live}`,
      'the same, until it is billed in the end',
    ]);
  }
  if (failure) {
    lines.push([
      `npm run demo -- --keep --fail ${failure.name}${live}`,
      'the same, and everything keeps running for you to repair it',
    ]);
  } else {
    lines.push([
      'npm run demo -- --fail 503 --recover',
      'Stripe is down, and the file is billed all the same',
    ]);
    lines.push([
      `npm run demo -- --keep${live}`,
      'everything keeps running, for you to try the commands on it',
    ]);
  }
  lines.push(['npm run setup -- --workspace test', 'the same in an account of yours, step by step']);
  const width = Math.max(...lines.map(([command]) => command.length));
  const others = failureNames.filter((name) => name !== (failure?.name ?? '503'));
  return [
    '\nNext:',
    ...lines.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`),
    ...(failure ? [`\nThis failure is explained in docs/runbook.md${failure.runbook}`] : []),
    `\nOther failures for --fail: ${others.join(', ')}. README.md has the rest, under "Quick start".`,
  ];
}

/** What one does in a demo that keeps running, in another terminal. */
export function nextInRunningDemo(
  environment: Environment,
  shown: {
    readonly failure?: NamedFailure;
    readonly processingHistoryId: string;
    readonly readExports: string;
  },
): string[] {
  const { name: workspace } = environment;
  const { failure, processingHistoryId, readExports } = shown;
  const repair = failure?.repair?.(environment) ?? [];
  return [
    '\nEverything keeps running until Ctrl-C. In another terminal, in this folder, run first:\n',
    `  ${readExports}`,
    ...(failure
      ? [
          `\nWhat happened here: ${failure.title}. docs/runbook.md${failure.runbook} explains it.`,
          `${repairTitle(failure, repair)}\n`,
          ...repair.map((command) => `  ${command}`),
          `  npm run meter-events -- --workspace ${workspace} --id ${processingHistoryId}`,
        ]
      : [
          '\nThen, for example:\n',
          `  npm run meter-events -- --workspace ${workspace} --id ${processingHistoryId}`,
          `  npm run verify -- --workspace ${workspace}`,
          '  npm run demo:fault -- set 503',
        ]),
  ];
}

function repairTitle({ recorded }: NamedFailure, repair: readonly string[]): string {
  if (recorded === undefined) {
    return 'There is nothing to repair:';
  }
  return repair.length > 0 ? 'What repairs it:' : 'There, under "Fix", is what a person does:';
}
