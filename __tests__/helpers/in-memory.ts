import { plainItem } from '../../clients/aws/plain-item';
import type { Item } from '../../simulation/random-histories/dynamodb/attribute-values';
import type { Execution } from '../../simulation/random-histories/world/executions';
import { deployedDefinitions } from '../../simulation/random-histories/world/machines';
import { withMathRandom } from '../../simulation/random-histories/world/random';
import { knownCustomers } from '../../simulation/random-histories/world/stripe-account';
import { World } from '../../simulation/random-histories/world/world';
import { executionGraph } from '@usage-billing/execution-page/visits';
import type { LedgerItem } from './recovery';

const definitions = deployedDefinitions();

export interface Upload {
  readonly processingHistoryId: string;
  readonly customerId: string;
  readonly policyId: string;
  readonly usageAmountBytes: number;
}

/** The two state machines as they are deployed, with DynamoDB, Stripe and time in memory. */
export class InMemory {
  readonly world = new World(
    definitions,
    {
      seed: 1,
      indexLagSeconds: 0,
      scheduled: false,
      unknownCustomer: 400,
      summaryDelaySeconds: 60,
      otherModeComplete: true,
    },
    true,
  );

  readonly upload: Upload = {
    processingHistoryId: 'upload-1',
    customerId: knownCustomers[0]!,
    policyId: 'policy',
    usageAmountBytes: 1024,
  };

  /** Runs the upload's execution to its end, and tells what is left of it. */
  async run(input: Upload = this.upload) {
    const execution = await this.ended('orchestrator', { ...input });
    const { status, cause } = execution.result!;
    return { status, cause, visits: executionGraph(execution.history), ...this.left(input) };
  }

  /** The upload's record, its item in the ledger, the requests to Stripe, and the events that Stripe took. */
  left({ processingHistoryId }: Upload) {
    const { rows, ledger, stripe } = this.world;
    const ofUpload = ({ identifier }: { identifier?: string }) => identifier === processingHistoryId;
    return {
      record: plain(rows.get(processingHistoryId)),
      ledger: plain(ledger.get(processingHistoryId)),
      attempts: stripe.account.api.attempts.filter(ofUpload),
      events: stripe.account.accepted.filter(ofUpload).length,
    };
  }

  /**
   * Lets time pass and recovery run until no meter event is pending.
   *
   * @throws if an event is still pending after a day
   */
  async recover(): Promise<void> {
    const pending = () =>
      this.world.ledger.items().filter(({ openState, eventName }) => openState?.S === 'pending' && eventName);
    await this.world.clock.advance(16 * 60);
    await this.recoverOnce();
    for (let hours = 0; pending().length > 0; hours++) {
      if (hours === 24) {
        throw new Error(`Still pending: ${JSON.stringify(pending())}`);
      }
      await this.world.clock.advance(61 * 60);
      await this.recoverOnce();
    }
  }

  /** One run of recovery. */
  recoverOnce(): Promise<Execution> {
    return this.ended('recovery', {});
  }

  private ended(
    machine: 'orchestrator' | 'recovery',
    input: Record<string, string | number>,
  ): Promise<Execution> {
    const { world } = this;
    return withMathRandom(world.random, async () => {
      const execution = world.executions.start(machine, input);
      while (!execution.result) {
        await world.clock.advance(1);
      }
      return execution;
    });
  }
}

function plain(item: Item = {}): LedgerItem {
  return plainItem(item as Record<string, never>);
}
