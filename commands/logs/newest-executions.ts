import { paginateListExecutions, StateMachineDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';
import { CommandError } from '../../clients/command-error';
import { arnsOf, nameInArn } from '../../settings/arns';
import type { Environment } from '../../settings/environments';
import { executionsOf } from './executions-of';
import { shortName } from './log-line';

/** Of each state machine: as many as one page of ListExecutions has. */
const listedExecutions = 1000;

/** Of the newest, the inputs that are read. Each costs a request of DescribeExecution, of which AWS takes about ten in a second. */
export const readInputs = 200;

/**
 * The ARN of one of the newest executions, by the part of its name that the log shows, or by its input.
 *
 * @throws CommandError if several have the part, or if a state machine does not exist
 */
export async function amongNewest(
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
