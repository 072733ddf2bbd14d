import { DeleteLogGroupCommand, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteConnectionCommand, ListConnectionsCommand } from '@aws-sdk/client-eventbridge';
import { paginateListRoles } from '@aws-sdk/client-iam';
import { DeleteStateMachineCommand, paginateListStateMachines } from '@aws-sdk/client-sfn';
import type Stripe from 'stripe';
import type { AwsClients } from '../../clients/aws/clients';
import { undefinedIfAbsent } from '../../clients/aws/undefined-if-absent';
import { probeEmail, probeLogGroupPrefix, probePrefix, probeRolePath } from './names';
import { removeRole } from './roles';

/** A thing that an earlier run, which was killed, did not delete. */
export interface Leftover {
  readonly what: string;
  readonly remove: () => Promise<unknown>;
}

/** Everything in the account that a probe has created, whichever run it was; in the order to delete it. */
export async function leftovers(aws: AwsClients, stripe: Stripe): Promise<Leftover[]> {
  const found = await Promise.all([
    stateMachines(aws),
    connections(aws),
    roles(aws),
    logGroups(aws),
    customers(stripe),
  ]);
  return found.flat();
}

/** @returns what could not be deleted, with the reason */
export async function removeLeftovers(found: readonly Leftover[]): Promise<string[]> {
  const left: string[] = [];
  for (const { what, remove } of found) {
    await undefinedIfAbsent(remove()).catch((error: unknown) => {
      left.push(`${what} (${(error as Error).message})`);
    });
  }
  return left;
}

async function stateMachines({ states: client }: AwsClients): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for await (const page of paginateListStateMachines({ client }, {})) {
    for (const { name = '', stateMachineArn } of page.stateMachines ?? []) {
      // One that is being deleted stays listed for a while.
      if (name.startsWith(probePrefix)) {
        const remove = () => client.send(new DeleteStateMachineCommand({ stateMachineArn }));
        found.push({ what: `the state machine ${name}`, remove });
      }
    }
  }
  return found;
}

async function connections({ events: client }: AwsClients): Promise<Leftover[]> {
  const found: Leftover[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListConnectionsCommand({ NamePrefix: probePrefix, NextToken }));
    for (const { Name = '', ConnectionState } of page.Connections ?? []) {
      if (Name.startsWith(probePrefix) && ConnectionState !== 'DELETING') {
        const remove = () => client.send(new DeleteConnectionCommand({ Name }));
        found.push({ what: `the connection ${Name}`, remove });
      }
    }
    ({ NextToken } = page);
  } while (NextToken);
  return found;
}

async function roles({ iam: client }: AwsClients): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for await (const page of paginateListRoles({ client }, { PathPrefix: probeRolePath })) {
    for (const { RoleName = '' } of page.Roles ?? []) {
      if (RoleName.startsWith(probePrefix)) {
        found.push({ what: `the role ${RoleName}`, remove: () => removeRole(client, RoleName) });
      }
    }
  }
  return found;
}

async function logGroups({ logs: client }: AwsClients): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for await (const page of paginateDescribeLogGroups(
    { client },
    { logGroupNamePrefix: probeLogGroupPrefix },
  )) {
    for (const { logGroupName = '' } of page.logGroups ?? []) {
      const remove = () => client.send(new DeleteLogGroupCommand({ logGroupName }));
      found.push({ what: `the log group ${logGroupName}`, remove });
    }
  }
  return found;
}

async function customers(stripe: Stripe): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for await (const { id } of stripe.customers.list({ email: probeEmail, limit: 100 })) {
    found.push({ what: `the customer ${id}`, remove: () => stripe.customers.del(id) });
  }
  return found;
}
