import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  InvalidArn,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { LedgerReads } from '../../clients/aws/ledger-reads';
import { CommandError } from '../../clients/command-error';
import { partsOfArn } from '@usage-billing/local-aws/arn';
import type { Environment } from '../../settings/environments';
import { recoveryItemsLabel } from '../../stacks/deployed-values';
import { tryToLookUp } from '../shared/stripe-access';
import { amongNewest, readInputs } from './newest-executions';

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
