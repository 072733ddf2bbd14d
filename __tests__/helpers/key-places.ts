import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { DescribeConnectionCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, paginateListExecutions } from '@aws-sdk/client-sfn';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { historyOf } from '@usage-billing/execution-page/history';
import { arnsOf } from '../../settings/arns';
import type { Deployed } from './deployed';

/** Where a key could have been left, as text. */
export type Place = (deployed: Deployed) => Promise<string>;

/** Secrets Manager, where the key has to stand. */
export const secret: Place = async ({ services, environment }) => {
  const command = new GetSecretValueCommand({ SecretId: environment.names.secret });
  return (await services.clients.secrets.send(command)).SecretString ?? '';
};

/** Every file of the folder in which was synthesized, planned and deployed, but Terraform's own programs. */
export const files: Place = async ({ deployment }) =>
  readdirSync(path.dirname(path.dirname(deployment.outdir)), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${path.sep}providers${path.sep}`))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

/** Every version of every state in the bucket. */
export const states: Place = async ({ services, environment }) => {
  const { s3 } = services.clients;
  const Bucket = environment.names.stateBucket;
  const { Versions = [], IsTruncated } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  if (IsTruncated) {
    throw new Error('The state bucket has more versions than one answer lists.');
  }
  const bodies = Versions.map(async ({ Key, VersionId }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    return Body!.transformToString();
  });
  return (await Promise.all(bodies)).join('\n');
};

export const log: Place = async ({ services, environment }) => {
  const messages: string[] = [];
  const pages = paginateFilterLogEvents(
    { client: services.clients.logs },
    { logGroupName: environment.names.logGroup },
  );
  for await (const { events = [] } of pages) {
    messages.push(...events.map(({ message = '' }) => message));
  }
  return messages.join('\n');
};

/** Descriptions and histories of all executions: of the orchestrator, its child, and recovery. */
export const executions: Place = async ({ services, environment, stateMachineArn, childArn }) => {
  const client = services.clients.states;
  const texts: string[] = [];
  for (const machine of [stateMachineArn, childArn, arnsOf(environment).recoveryStateMachine]) {
    for await (const page of paginateListExecutions({ client }, { stateMachineArn: machine })) {
      for (const { executionArn = '' } of page.executions ?? []) {
        const description = await client.send(new DescribeExecutionCommand({ executionArn }));
        texts.push(JSON.stringify([description, await historyOf(client, executionArn)]));
      }
    }
  }
  return texts.join('\n');
};

/** The CloudFormation stack that resolves the reference, and the connection it makes. */
export const connection: Place = async ({ services, environment }) => {
  const { connection: Name, connectionStack: StackName } = environment.names;
  const client = new CloudFormationClient({
    endpoint: services.aws.url,
    region: environment.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const answers = [
      await client.send(new GetTemplateCommand({ StackName })),
      await client.send(new DescribeStacksCommand({ StackName })),
      await client.send(new DescribeStackEventsCommand({ StackName })),
      await services.clients.events.send(new DescribeConnectionCommand({ Name })),
    ];
    return JSON.stringify(answers);
  } finally {
    client.destroy();
  }
};

export const records: Place = async ({ services, environment }) => {
  const { processingHistoryTable, policyMappingTable, meterEventsTable } = environment.names;
  const texts: string[] = [];
  for (const TableName of [processingHistoryTable, policyMappingTable, meterEventsTable]) {
    const pages = paginateScan({ client: services.clients.dynamodb }, { TableName });
    for await (const { Items } of pages) {
      texts.push(JSON.stringify(Items));
    }
  }
  return texts.join('\n');
};

/** What a deploy says when AWS refuses to show the stack that holds the reference. */
export const failingDeploy: Place = async ({ deployment, services }) => {
  const remove = services.aws.faults.add({
    service: 'cloudformation',
    operation: 'DescribeStacks',
    code: 'AccessDenied',
    message: 'Refused on demand.',
  });
  const error = await deployment
    .terraform('stripe-connection')
    .apply()
    .catch((failure: unknown) => failure);
  remove();
  return error instanceof Error ? `${error.stack}\n${JSON.stringify(error)}` : '';
};
