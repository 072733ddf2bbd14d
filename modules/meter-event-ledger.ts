import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { ledgerKey } from '../ledger/keys';
import { ledgerIndexes } from './ledger-indexes';

export interface MeterEventLedgerProps {
  readonly tableName: string;
  /** Whether DynamoDB and Terraform refuse to delete the table. */
  readonly isProtected: boolean;
}

/**
 * The table of every meter event (docs/ledger.md). Nothing in it expires: an identifier that is gone could be billed
 * twice.
 */
export class MeterEventLedger extends Construct {
  readonly tableName: string;

  constructor(scope: Construct, id: string, props: MeterEventLedgerProps) {
    super(scope, id);
    const table = new DynamodbTable(this, 'table', {
      name: props.tableName,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: ledgerKey,
      // Only the keys of the table and its indexes; DynamoDB knows no others beforehand.
      attribute: [
        { name: ledgerKey, type: 'S' },
        { name: 'openState', type: 'S' },
        { name: 'dueAt', type: 'N' },
        { name: 'customerId', type: 'S' },
        { name: 'timestamp', type: 'N' },
      ],
      globalSecondaryIndex: ledgerIndexes.map(({ nonKeyAttributes, ...index }) => ({
        ...index,
        projectionType: 'INCLUDE',
        nonKeyAttributes: [...nonKeyAttributes],
      })),
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: props.isProtected,
      lifecycle: { preventDestroy: props.isProtected },
    });
    this.tableName = table.name;
  }
}
