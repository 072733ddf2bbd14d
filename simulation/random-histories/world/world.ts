import { emptyTables, mapPolicy } from '../../tables';
import type { Table } from '../dynamodb/table';
import { Executions } from './executions';
import { Faults } from './faults';
import { LedgerWatch } from './ledger-watch';
import { environment, type Definitions } from './machines';
import { Outages } from './outages';
import { seededRandom } from './random';
import type { StripeSettings } from './stripe-account';
import { StripeSide } from './stripe-side';
import { runTask } from './task-runner';
import type { Metric } from './task-world';
import type { JsonObject } from '@usage-billing/local-aws/json';
import type { TaskCall } from '@usage-billing/local-aws/step-functions/types';
import { virtualClock } from '@usage-billing/local-aws/step-functions/interpreter/virtual-clock';

export interface WorldSettings extends StripeSettings {
  /** Of latencies, jitter and the failures in outages. */
  readonly seed: number;
  /** How long an index may take to show a write, at most. */
  readonly indexLagSeconds: number;
  /** Whether recovery runs on schedule from the start. */
  readonly scheduled: boolean;
}

/** AWS, Stripe and time for one history. */
export class World {
  readonly clock = virtualClock(new Date('2026-03-02T10:00:00.000Z'));
  readonly random: () => number;
  readonly ledger: Table;
  readonly rows: Table;
  /** Which child processes the uploads of a policy. */
  readonly mappings: Table;
  readonly stripe: StripeSide;
  readonly faults = new Faults();
  readonly outages: Outages;
  readonly executions: Executions;
  readonly ledgerWatch: LedgerWatch;
  readonly lines: string[] = [];
  /** What recovery published, run by run. */
  readonly metrics: Metric[][] = [];
  indexLagSeconds: number;

  /** @param traced whether to keep a line for each call and each execution's history, to be looked at */
  constructor(
    definitions: Definitions,
    settings: WorldSettings,
    private readonly traced = false,
  ) {
    const now = () => this.clock.now().getTime();
    this.random = seededRandom(settings.seed);
    this.indexLagSeconds = settings.indexLagSeconds;
    const lag = () => this.random() * this.indexLagSeconds * 1000;
    const { ledger, rows, mappings, dynamodb } = emptyTables(environment, now, lag);
    this.ledger = ledger;
    this.rows = rows;
    this.mappings = mappings;
    this.ledgerWatch = new LedgerWatch(this.ledger);
    this.mapPolicy('policy');
    this.stripe = new StripeSide(settings, now);
    this.outages = new Outages(now, this.random);
    const { clock, random, stripe, faults, outages } = this;
    const executionOf = (arn: string) => this.executions.of(arn);
    const kill = (arn: string) => executionOf(arn)?.controller.abort();
    const onWrite = (state: string, request: JsonObject) => this.ledgerWatch.see(state, request);
    const onMetrics = (metrics: Metric[]) => this.metrics.push(metrics);
    const note = (call: TaskCall, text: string) => traced && this.note(callLine(call, text));
    const taskWorld = {
      clock,
      random,
      dynamodb,
      stripe,
      faults,
      outages,
      kill,
      executionOf,
      onWrite,
      onMetrics,
      note,
    };
    this.executions = new Executions(
      definitions,
      this.clock,
      (call) => runTask(taskWorld, call),
      ({ name, result }) =>
        this.note(`  ${name} ${result!.status} ${result!.error ?? ''} ${result!.cause ?? ''}`),
      traced,
    );
  }

  /** From now on the uploads of this policy are processed. */
  mapPolicy(policyId: string): void {
    mapPolicy(this, policyId, 'arn:aws:states:ap-northeast-1:002689294103:stateMachine:CopyFile-test');
  }

  /** Unix seconds. */
  now(): number {
    return this.clock.now().getTime() / 1000;
  }

  note(line: string): void {
    if (this.traced) {
      this.lines.push(`${this.clock.now().toISOString().slice(5, 19)} ${line}`);
    }
  }
}

function callLine({ executionArn, stateName, arguments: args }: TaskCall, text: string): string {
  const execution = executionArn.split(':').at(-1);
  const { Key, Item, RequestBody } = args as Record<string, Record<string, { S?: string } | string>>;
  const item = Key ?? Item;
  const subject =
    RequestBody?.identifier ?? (item && Object.values(item).map((value) => (value as { S?: string }).S)[0]);
  return `  ${execution} ${stateName} ${typeof subject === 'string' ? subject : ''} ${text}`;
}
