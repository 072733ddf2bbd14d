import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  InvalidArn,
  paginateListExecutions,
  StateMachineDoesNotExist,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { LedgerReads } from '../../clients/aws/ledger-reads';
import { CommandError } from '../../clients/command-error';
import { partsOfArn } from '@usage-billing/local-aws/arn';
import { arnsOf, nameInArn } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { recoveryItemsLabel } from '../../stacks/deployed-values';
import { tryToLookUp } from '../shared/stripe-access';
import { executionsOf } from './executions-of';
import { shortName } from './log-line';

/** Of each state machine: as many as one page of ListExecutions has. */
const listedExecutions = 1000;

/** Each costs a request of DescribeExecution, of which AWS takes about ten in a second. */
const readInputs = 200;

/**
 * The ARN of an execution.
 *
 * @param text its ARN, its name, the part of its name that the log shows, or the processingHistoryId of an upload
 * @throws CommandError if there is none, or several
 */
export async function findExecution(
  environment: Environment,
  client: SFNClient,
  text: string,
): Promise<string> {
  if (text.startsWith('arn:')) {
    requireOwn(environment, text);
    if (await exists(client, text)) {
      return text;
    }
    throw notThere(text);
  }
  const named = await byName(environment, client, text);
  if (named) {
    return named;
  }
  const ledger = await tryToLookUp(() => new LedgerReads(environment).item(text));
  const item = 'found' in ledger ? ledger.found : undefined;
  if (item?.kind === 'meter event' && item.recordedBy) {
    if (await exists(client, item.recordedBy)) {
      return item.recordedBy;
    }
    throw notThere(item.recordedBy);
  }
  const found = await amongNewest(environment, client, text);
  if (found) {
    return found;
  }
  const { name, names } = environment;
  throw new CommandError(
    `No execution of ${names.stateMachine} or ${names.recoveryStateMachine} is "${text}", by its ARN, its name or a ` +
      `processingHistoryId in the ledger or among the newest ${readInputs}; Step Functions deletes executions after ` +
      `90 days. "npm run logs -- --workspace ${name} --no-follow --since 7d" shows names.`,
  );
}

/** The state machines of a workspace, the application's own children included. */
const machinesOf = ({ names, childStateMachineNames }: Environment) => [
  names.stateMachine,
  names.recoveryStateMachine,
  ...childStateMachineNames,
];

function requireOwn(environment: Environment, arn: string): void {
  const { service, region, accountId, resource } = partsOfArn(arn);
  const [kind, machine = '', name] = resource.split(':');
  const isOwn =
    service === 'states' &&
    region === environment.region &&
    accountId === environment.accountId &&
    kind === 'execution' &&
    name &&
    machinesOf(environment).includes(machine.split('/')[0] ?? '');
  if (!isOwn) {
    throw new CommandError(
      `"${arn}" is no execution of ${environment.name}: it must begin with arn:aws:states:${environment.region}:` +
        `${environment.accountId}:execution: and the name of ${machinesOf(environment).join(', ')}.`,
    );
  }
}

async function exists(client: SFNClient, executionArn: string): Promise<boolean> {
  try {
    await client.send(new DescribeExecutionCommand({ executionArn }));
    return true;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist || error instanceof InvalidArn) {
      return false;
    }
    throw error;
  }
}

const notThere = (arn: string) =>
  new CommandError(
    `The execution ${arn} does not exist: Step Functions keeps executions for 90 days after their end. ` +
      'What the ledger knows of its meter event: npm run meter-events with --id and the processingHistoryId.',
  );

async function byName(
  environment: Environment,
  client: SFNClient,
  name: string,
): Promise<string | undefined> {
  if (!/^[\w-]{1,80}$/.test(name)) {
    return undefined;
  }
  const { region, accountId } = environment;
  const [billing = '', recovery = '', ...children] = machinesOf(environment);
  for (const machine of [billing, recovery, `${recovery}/${recoveryItemsLabel}`, ...children]) {
    const arn = `arn:aws:states:${region}:${accountId}:execution:${machine}:${name}`;
    if (await exists(client, arn)) {
      return arn;
    }
  }
  return undefined;
}

/** By the part of a name that the log shows, or by the input. */
async function amongNewest(
  environment: Environment,
  client: SFNClient,
  text: string,
): Promise<string | undefined> {
  const { stateMachine, recoveryStateMachine } = arnsOf(environment);
  const billing = await newest(environment, client, stateMachine);
  const recovery = await newest(environment, client, recoveryStateMachine);
  const alike = [...billing, ...recovery].filter((arn) => shortName(nameInArn(arn)) === text);
  if (alike.length > 1) {
    throw new CommandError(
      `"${text}" begins the names of ${alike.length} executions. Name one of them: ${alike.slice(0, 5).map(nameInArn).join(', ')}.`,
    );
  }
  if (alike[0]) {
    return alike[0];
  }
  const processes = executionsOf(client, text);
  for (const arn of billing.slice(0, readInputs)) {
    if (await processes(arn)) {
      return arn;
    }
  }
  return undefined;
}

/** The ARNs of a state machine's executions, newest first. */
async function newest(
  { name, region }: Environment,
  client: SFNClient,
  stateMachineArn: string,
): Promise<string[]> {
  try {
    const pages = paginateListExecutions({ client, pageSize: listedExecutions }, { stateMachineArn });
    for await (const { executions = [] } of pages) {
      return executions.map(({ executionArn = '' }) => executionArn);
    }
    return [];
  } catch (error) {
    if (!(error instanceof StateMachineDoesNotExist)) {
      throw error;
    }
    throw new CommandError(
      `The state machine ${nameInArn(stateMachineArn)} does not exist in ${region}. Run "npm run deploy:${name} -- service-processing" to create it.`,
    );
  }
}
