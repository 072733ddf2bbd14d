import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { executionGraph } from '@usage-billing/execution-page/visits';
import type { ProcessingInput } from '../../settings/application';
import { arnsOf } from '../../settings/arns';
import type { Application } from '../application';
import { runExecution } from '../execution';
import type { DemoClock } from './clock';
import { DemoFaults } from './demo-faults';
import type { FailureContext, NamedFailure } from './failure';
import { graphLine } from './graph-lines';
import { showPage } from './page';
import { showRecovery } from './recovery';
import { showResult } from './result';

/** The customer whose file the demo processes. */
export const customerId = 'cus_demo';

/** The stacks of an environment, deployed on this machine, with what belongs to the application. */
export interface DeployedDemo extends FailureContext {
  readonly application: Application;
  readonly clock: DemoClock;
}

export interface FileOptions {
  readonly file: { readonly name: string; readonly body: Uint8Array };
  /** @default - everything works */
  readonly failure?: NamedFailure;
  /** Lets time pass until recovery has sent the event and seen it counted. */
  readonly recover: boolean;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

export interface BilledFile {
  /** Whether everything ended as expected, including a failure that was asked for. */
  readonly ok: boolean;
  readonly processingHistoryId: string;
  /** What is still in force of the failure. */
  readonly faults: DemoFaults;
}

/** Uploads a file, processes it, lets recovery bill it if that is asked for, and shows all of it. */
export async function billFile(demo: DeployedDemo, options: FileOptions): Promise<BilledFile> {
  const { application } = demo;
  const { file, failure, recover, log } = options;
  const uploaded = await application.upload({ [file.name]: file.body }, customerId);
  const input = failure?.change?.(uploaded) ?? uploaded;
  const faults = new DemoFaults(demo);
  if (failure) {
    faults.remember(failure.name, await failure.arrange?.(demo));
  }
  const executions = await process(demo, options, input);
  const shown = { ...demo, input, executions, log, ...(failure && { failure }) };
  let ok = await showResult(shown);
  if (recover) {
    const end = async () => {
      await faults.clear();
      await failure?.act?.(demo);
    };
    const recovered = await showRecovery({ ...shown, signal: options.signal, end });
    ok &&= recovered;
  }
  await showPage(shown);
  return { ok, processingHistoryId: input.processingHistoryId, faults };
}

/**
 * Starts what the application's Lambda would start: one execution, or two at once for an upload that S3 delivers twice.
 * Their graphs appear state by state.
 *
 * @returns the ARNs of the executions
 */
async function process(
  { environment, services }: DeployedDemo,
  { failure, signal, log }: FileOptions,
  input: ProcessingInput,
): Promise<string[]> {
  const { stateMachine } = arnsOf(environment);
  const count = failure?.executions ?? 1;
  log(
    `Started ${environment.names.stateMachine} for ${input.processingHistoryId}, ${input.usageAmountBytes} bytes`,
  );
  log(`\nExecution graph${count > 1 ? ': each line begins with the number of its execution' : ''}`);
  const ended = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      runExecution(services.clients.states, stateMachine, input, {
        signal,
        onPoll: liveGraph((line) => log(count > 1 ? `  ${index + 1}${line}` : line)),
      }),
    ),
  );
  for (const { description } of ended) {
    log(`Execution ${description.status}${description.cause ? `: ${description.cause}` : ''}`);
  }
  return ended.map(({ description }) => description.executionArn ?? '');
}

/** Shows each state of a history that grows once, when it is over. */
function liveGraph(log: (line: string) => void) {
  const shown = new Set<number>();
  return (history: readonly HistoryEvent[]) =>
    executionGraph(history).forEach((visit, position) => {
      if (visit.outcome !== 'running' && !shown.has(position)) {
        shown.add(position);
        log(graphLine(visit));
      }
    });
}
