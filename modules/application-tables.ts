import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { policyMappingKey, processingHistoryKey } from '../settings/application';

export interface ApplicationTablesProps {
  readonly processingHistoryTableName: string;
  readonly policyMappingTableName: string;
  /** Whether DynamoDB refuses to delete the tables. */
  readonly deletionProtection: boolean;
}

/** The application's two tables, for an environment that has no application to create them. */
export class ApplicationTables extends Construct {
  constructor(scope: Construct, id: string, props: ApplicationTablesProps) {
    super(scope, id);
    const table = (role: string, name: string, hashKey: string) =>
      new DynamodbTable(this, role, {
        name,
        billingMode: 'PAY_PER_REQUEST',
        hashKey,
        attribute: [{ name: hashKey, type: 'S' }],
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: props.deletionProtection,
      });
    table('processing-history', props.processingHistoryTableName, processingHistoryKey);
    table('policy-mapping', props.policyMappingTableName, policyMappingKey);
  }
}
