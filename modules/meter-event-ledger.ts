import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { customerIndex, indexedAttributes, ledgerKey, openIndex } from '../settings/ledger';

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
      globalSecondaryIndex: [
        {
          name: openIndex,
          hashKey: 'openState',
          rangeKey: 'dueAt',
          projectionType: 'INCLUDE',
          nonKeyAttributes: indexedAttributes[openIndex],
        },
        {
          name: customerIndex,
          hashKey: 'customerId',
          rangeKey: 'timestamp',
          projectionType: 'INCLUDE',
          nonKeyAttributes: indexedAttributes[customerIndex],
        },
      ],
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: props.isProtected,
      lifecycle: { preventDestroy: props.isProtected },
    });
    this.tableName = table.name;
  }
}
