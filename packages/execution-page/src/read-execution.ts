import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { nameInArn, partsOfArn } from '../../../settings/arns';
import { childrenOf, historyOf } from '../../../clients/aws/execution-history';
import { workflowOf } from './machine';
import type { ShownExecution } from './page';

/** Children of a Map Run that a page has room for; a run of recovery may have 200 at a time. */
const mostChildren = 10;

/** An execution and the children of its Distributed Map. */
export interface ReadExecution {
  readonly execution: ShownExecution;
  readonly children: readonly ShownExecution[];
  /** Children that were not read. */
  readonly furtherChildren: number;
}

/**
 * Reads what a page shows of an execution, whether it still runs or has ended.
 *
 * @throws ExecutionDoesNotExist if there is none, or none any more: Step Functions deletes it after 90 days
 */
export async function readExecution(client: SFNClient, executionArn: string): Promise<ReadExecution> {
  const execution = await readOne(client, executionArn);
  const arns = await childrenOf(client, execution.history);
  const children: ShownExecution[] = [];
  for (const arn of arns.slice(0, mostChildren)) {
    children.push(await readOne(client, arn));
  }
  return {
    execution: { ...execution, histories: children.map(({ history }) => history) },
    children,
    furtherChildren: arns.length - children.length,
  };
}

async function readOne(client: SFNClient, executionArn: string): Promise<ShownExecution> {
  const [description, machine] = await Promise.all([
    client.send(new DescribeExecutionCommand({ executionArn })),
    client.send(new DescribeStateMachineForExecutionCommand({ executionArn })),
  ]);
  const history = await historyOf(client, executionArn);
  const { status = '', startDate, stopDate, error, cause, input, output } = description;
  const visited = history.find(({ stateEnteredEventDetails }) => stateEnteredEventDetails);
  return {
    heading: headingOf(executionArn, input),
    executionArn,
    status,
    startedAt: startDate,
    stoppedAt: stopDate,
    error,
    cause,
    input,
    output,
    workflow: workflowOf(machine.definition ?? '{}', machine.label, visited?.stateEnteredEventDetails?.name),
    history,
  };
}

/** What an execution works on, as far as its input says: an upload, or an item of the ledger. */
export interface Subject {
  readonly processingHistoryId?: string;
  /** Of a child of recovery. */
  readonly item?: { readonly identifier?: string };
}

export function subjectOf(input = '{}'): Subject {
  try {
    return (JSON.parse(input) as Subject | null) ?? {};
  } catch {
    // Step Functions leaves out of a description what it may not decrypt.
    return {};
  }
}

function headingOf(executionArn: string, input: string | undefined): string {
  const [, machine = ''] = partsOfArn(executionArn).resource.split(':');
  const { processingHistoryId, item } = subjectOf(input);
  const subject = processingHistoryId ?? item?.identifier ?? nameInArn(executionArn);
  return `${machine}: ${subject}`;
}
