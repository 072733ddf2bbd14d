import {
  DescribeConnectionCommand,
  EventBridgeClient,
  type DescribeConnectionResponse,
} from '@aws-sdk/client-eventbridge';
import type { Environment } from '../../settings/environments';
import { awsClient } from './client';
import { undefinedIfAbsent } from './undefined-if-absent';

/** The environment's EventBridge connection, which shows no key, or undefined if there is none. */
export function describeConnection(
  environment: Environment,
): Promise<DescribeConnectionResponse | undefined> {
  return undefinedIfAbsent(
    awsClient(EventBridgeClient, environment).send(
      new DescribeConnectionCommand({ Name: environment.names.connection }),
    ),
  );
}

/** Why there is no connection to plan with, and what to run; undefined if there is one. */
export function missingConnection(
  { name, names, region }: Environment,
  connection: DescribeConnectionResponse | undefined,
): string | undefined {
  return connection
    ? undefined
    : `The connection "${names.connection}" does not exist yet in ${region}. Run "npm run deploy:${name} -- stripe-connection" to create it.`;
}
