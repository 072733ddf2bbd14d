import { policyMappingKey } from '../../settings/application';
import { paginateScan, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The child state machine that processes the files of a policy. */
export interface PolicyMapping {
  readonly policyId: string;
  /** Absent when the item holds none. */
  readonly stateMachineArn?: string;
}

export async function policyMappings(client: DynamoDBClient, TableName: string): Promise<PolicyMapping[]> {
  const mappings: PolicyMapping[] = [];
  const request = { TableName, ProjectionExpression: `${policyMappingKey}, stateMachineArn` };
  for await (const { Items = [] } of paginateScan({ client }, request)) {
    mappings.push(
      ...Items.map(({ [policyMappingKey]: policyId, stateMachineArn }) => ({
        policyId: policyId?.S ?? '',
        stateMachineArn: stateMachineArn?.S,
      })),
    );
  }
  return mappings;
}
