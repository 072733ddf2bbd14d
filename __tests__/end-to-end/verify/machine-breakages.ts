import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { policyId } from '../../../local/application';
import type { Deployed } from '../../helpers/deployed';
import { deploy, type Breakage } from './breakage';
import { machine } from './machine-changes';
import { expiring, unprotected } from './table-changes';

/** Recreates a table with another key. */
const rekeyed =
  (table: 'processingHistoryTable' | 'policyMappingTable', key: string, wrongKey: string): Breakage['make'] =>
  async (deployed) => {
    const TableName = deployed.environment.names[table];
    await remake(deployed, TableName, wrongKey);
    return async () => {
      await remake(deployed, TableName, key);
      if (table === 'policyMappingTable') {
        await deployed.application.mapPolicy(deployed.childArn);
      }
    };
  };

async function remake({ services }: Deployed, TableName: string, key: string): Promise<void> {
  const client = services.clients.dynamodb;
  await client.send(new DeleteTableCommand({ TableName }));
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    }),
  );
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
}

const mapped =
  (map: (deployed: Deployed) => Promise<unknown>): Breakage['make'] =>
  async (deployed) => {
    await map(deployed);
    return () => deployed.application.mapPolicy(deployed.childArn);
  };

export const machineBreakages: Breakage[] = [
  {
    line: 'state-machine',
    wrong: 'somebody changed a state in the console',
    make: machine((definition) => ({
      definition: definition.replace('"TimeoutSeconds":65', '"TimeoutSeconds":5'),
    })),
    seen: /^the state SendStripeMeterEvent differs$/,
    remedy: deploy,
  },
  {
    line: 'state-machine-settings',
    wrong: 'it logs errors only, and tracing is off',
    make: machine(() => ({
      loggingConfiguration: { level: 'OFF' },
      tracingConfiguration: { enabled: false },
    })),
    seen: /logs at level OFF, not ALL.*logs to nowhere; tracing is off/,
    remedy: deploy,
  },
  {
    line: 'processing-history-table',
    wrong: 'the table has another key',
    make: rekeyed('processingHistoryTable', 'processing-historyId', 'processingHistoryId'),
    seen: /has the key processingHistoryId \(S, HASH\), not processing-historyId/,
    remedy: /^Save its items: the next command deletes them\.$/,
    repair: { round: 2 },
  },
  {
    line: 'policy-mapping-table',
    wrong: 'the table has another key',
    make: rekeyed('policyMappingTable', 'policyId', 'policy'),
    seen: /has the key policy \(S, HASH\), not policyId/,
    remedy: /^Save its items: the next command deletes them\.$/,
    repair: { round: 2 },
  },
  ...(['processingHistoryTable', 'policyMappingTable'] as const).flatMap((table): Breakage[] => {
    const line = table === 'processingHistoryTable' ? 'processing-history-table' : 'policy-mapping-table';
    return [
      {
        line,
        wrong: 'DynamoDB deletes items that expire',
        make: expiring(table),
        seen: /^DynamoDB deletes its items after the time in "expiresAt"/,
        remedy:
          /^aws dynamodb update-time-to-live --table-name siftbeam-\S+-test --time-to-live-specification 'Enabled=false,AttributeName=expiresAt'/,
      },
      {
        line,
        wrong: 'point-in-time recovery is off',
        make: unprotected(table),
        seen: /^point-in-time recovery is off/,
        remedy: deploy,
      },
    ];
  }),
  {
    line: 'policy-mappings',
    wrong: 'no policy is mapped',
    make: mapped(({ services, environment }) =>
      services.clients.dynamodb.send(
        new DeleteItemCommand({
          TableName: environment.names.policyMappingTable,
          Key: { policyId: { S: policyId } },
        }),
      ),
    ),
    seen: /^none/,
    remedy: /^Map each policy to its child/,
  },
  {
    line: 'policy-mappings',
    wrong: 'a policy is mapped to a state machine that the role may not start',
    make: mapped(({ application, childArn }) =>
      application.mapPolicy(childArn.replace('CopyFile', 'Another')),
    ),
    seen: /policy-copy → arn:.*:Another-test, which the role may not start/,
    remedy:
      /^If the child is the right one, list it as childStateMachineNames in settings\/environments\.ts and run "npm run deploy:test/,
  },
  {
    line: 'policy-mappings',
    wrong: 'the child does not exist',
    async make({ services: { clients }, childArn: stateMachineArn }) {
      const { name, definition, roleArn } = await clients.states.send(
        new DescribeStateMachineCommand({ stateMachineArn }),
      );
      await clients.states.send(new DeleteStateMachineCommand({ stateMachineArn }));
      return () => clients.states.send(new CreateStateMachineCommand({ name, definition, roleArn }));
    },
    seen: /(^|; )policy-copy → arn:.*:CopyFile-test, which does not exist/,
    remedy: /^Create the child state machine/,
  },
];
