import { numberOf, textOf, type Item } from '../dynamodb/attribute-values';
import type { Table } from '../dynamodb/table';
import { hourStartOf, ledgerKey } from '../../../ledger/keys';
import { claimSeconds } from '../../../ledger/times';
import type { JsonObject } from '@usage-billing/local-aws/json';

/** Sees what must not happen even for a while. */
export class LedgerWatch {
  readonly problems: string[] = [];
  private readonly claimedAt = new Map<string, number>();

  constructor(private readonly ledger: Table) {}

  see(stateName: string, { Key }: JsonObject): void {
    const name = textOf((Key as Item | undefined)?.[ledgerKey]);
    const item = name === undefined ? undefined : this.ledger.get(name);
    if (item && stateName === 'ClaimItem') {
      this.claimed(item);
    }
    if (item?.hourStart && stateName === 'RecordOutcome' && textOf(item.status) === 'different') {
      this.foundDifferent(item);
    }
  }

  private claimed(item: Item): void {
    const name = textOf(item.identifier)!;
    const claimedAt = numberOf(item.claimedAt)!;
    if (claimedAt - (this.claimedAt.get(name) ?? -Infinity) < claimSeconds) {
      this.problems.push(`${name} was claimed again within 30 minutes`);
    }
    this.claimedAt.set(name, claimedAt);
  }

  /** A person would be told of a difference that the next minutes resolve. */
  private foundDifferent(check: Item): void {
    const hour = numberOf(check.hourStart)!;
    const open = this.ledger
      .items()
      .some(
        ({ customerId, timestamp, status }) =>
          textOf(customerId) === textOf(check.checkedCustomerId) &&
          hourStartOf(numberOf(timestamp)!) === hour &&
          textOf(status) === 'pending',
      );
    if (open) {
      this.problems.push(`${textOf(check.identifier)!} is different while an event of its hour is open`);
    }
  }
}
