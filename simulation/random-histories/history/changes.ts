import { processingHistoryKey } from '../../../settings/application';
import type { Item } from '../dynamodb/attribute-values';
import type { World } from '../world/world';
import type { Action } from './history';

/** What a person does with the Stripe key. */
export function changeKey({ stripe }: World, change: Extract<Action, { do: 'key' }>['change']): void {
  switch (change) {
    case 'revoke':
      return stripe.account.revokeKey();
    case 'rotate':
      return stripe.account.rotateKey();
    case 'deploy':
      return stripe.deploy('right');
    case 'deploy wrong mode':
      return stripe.deploy('wrong');
  }
}

/** What the application does with its rows. */
export class RowChanges {
  /** Rows that were put back as they had been. */
  readonly rewritten = new Set<string>();
  /** Rows that the application deleted or wrote itself. */
  readonly touched = new Set<string>();
  /** Rows that the application deleted, of uploads that no execution has worked on since. */
  readonly gone = new Set<string>();
  private readonly remembered = new Map<string, Item | undefined>();

  constructor(private readonly world: World) {}

  change(id: string, change: Extract<Action, { do: 'row' }>['change']): void {
    const { rows } = this.world;
    if (change !== 'remember') {
      this.touched.add(id);
      this.gone.delete(id);
    }
    if (change === 'delete' && this.world.executions.all.every(({ result }) => result)) {
      this.gone.add(id);
    }
    switch (change) {
      case 'delete':
        return rows.set(id, undefined);
      case 'rewrite':
        return rows.set(id, { [processingHistoryKey]: { S: id }, userId: { S: 'user' } });
      case 'remember':
        this.remembered.set(id, rows.get(id));
        return;
      case 'restore':
        if (this.remembered.has(id)) {
          rows.set(id, this.remembered.get(id));
          this.rewritten.add(id);
        }
    }
  }
}
