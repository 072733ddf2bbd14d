import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Json } from '@usage-billing/local-aws/json';
import { execute } from '@usage-billing/local-aws/step-functions/interpreter/interpreter';
import { virtualClock } from '@usage-billing/local-aws/step-functions/interpreter/virtual-clock';
import type {
  ExecutionOptions,
  ExecutionResult,
  TaskCall,
} from '@usage-billing/local-aws/step-functions/types';
import type { EnvironmentName } from '../../settings/environment-names';
import { environmentOf, type Environment } from '../../settings/environments';
import { intervalMinutesOf } from '../../settings/recovery';
import { definitionsOf, type Machine } from '../definitions';
import type { InMemoryDynamoDb } from '../random-histories/dynamodb/dynamodb';
import type { Table } from '../random-histories/dynamodb/table';
import { emptyTables, mapPolicy } from '../tables';
import { Quota, tokyoQuotas } from './quotas';
import { LimitedStripe } from './stripe';
import { runTask } from './tasks';

/** A request to Stripe. */
export interface StripeRequest {
  /** Unix seconds. */
  readonly time: number;
  readonly machine: Machine;
  readonly succeeded: boolean;
}

export const customers = Array.from({ length: 20 }, (_, index) => `cus_${index + 1}`);

const account = 'arn:aws:states:ap-northeast-1:002689294103';

/** AWS and Stripe with their limits and without failures, in memory and under a virtual clock. */
export class LoadWorld {
  readonly environment: Environment;
  readonly clock = virtualClock(new Date('2026-03-02T10:00:00.000Z'));
  readonly requests: StripeRequest[] = [];
  readonly stripe: LimitedStripe;
  readonly ledger: Table;
  readonly dynamodb: InMemoryDynamoDb;
  /** Executions that run, without the children of Map Runs. */
  running = 0;
  /** States that were entered, those of Map Runs' children too. */
  readonly states: Record<Machine, number> = { orchestrator: 0, recovery: 0 };
  readonly taskAttempts: Record<string, number> = {};
  private readonly quotas: Readonly<Record<keyof typeof tokyoQuotas, Quota>>;
  private readonly definitions: Readonly<Record<Machine, string>>;
  private started = 0;

  /** @param onEvent receives the history of every execution, those of Map Runs' children too */
  constructor(
    name: EnvironmentName,
    private readonly onEvent: (event: HistoryEvent, executionArn: string) => void = () => undefined,
  ) {
    const { clock } = this;
    this.environment = environmentOf(name);
    this.definitions = definitionsOf(this.environment);
    const now = () => clock.now().getTime();
    const tables = emptyTables(this.environment, now, () => 0);
    this.ledger = tables.ledger;
    this.dynamodb = tables.dynamodb;
    mapPolicy(tables, 'policy', `${account}:stateMachine:CopyFile`);
    this.stripe = new LimitedStripe(this.environment, customers, now);
    this.quotas = {
      stateTransitions: new Quota(tokyoQuotas.stateTransitions, clock),
      httpTasks: new Quota(tokyoQuotas.httpTasks, clock),
      startExecution: new Quota(tokyoQuotas.startExecution, clock),
    };
  }

  /** From one recovery run to the next. */
  get intervalSeconds(): number {
    return 60 * intervalMinutesOf(this.environment.recovery);
  }

  /** Unix seconds. */
  now(): number {
    return this.clock.now().getTime() / 1000;
  }

  /** Starts an upload's execution; the trigger tries again, less and less often, while AWS refuses. */
  async upload(identifier: string, customerId: string, bytes: number): Promise<ExecutionResult> {
    for (let seconds = 1; !this.quotas.startExecution.take(); seconds = Math.min(60, seconds * 2)) {
      await this.clock.sleep(seconds * (0.5 + Math.random() / 2));
    }
    return this.run('orchestrator', {
      processingHistoryId: identifier,
      customerId,
      policyId: 'policy',
      usageAmountBytes: bytes,
    });
  }

  recover(): Promise<ExecutionResult> {
    return this.run('recovery', {});
  }

  /** Lets time pass, with the recovery runs that fall into it. */
  async pass(seconds: number): Promise<void> {
    const end = this.now() + seconds;
    const every = this.intervalSeconds;
    for (;;) {
      const run = (Math.floor(this.now() / every) + 1) * every;
      await this.clock.advance(Math.min(run, end) - this.now());
      if (run > end) {
        return;
      }
      void this.recover();
    }
  }

  private async run(machine: Machine, input: Json): Promise<ExecutionResult> {
    this.started += 1;
    this.running += 1;
    const name = `${machine}-${this.started}`;
    const surroundings = { ...this, onRequest: this.onRequest };
    const executionArn = `${account}:execution:${machine}:${name}`;
    const result = await execute({
      definition: this.definitions[machine],
      input: JSON.stringify(input),
      executionArn,
      executionName: name,
      stateMachineArn: `${account}:stateMachine:${machine}`,
      stateMachineName: machine,
      roleArn: 'arn:aws:iam::002689294103:role/execution',
      runTask: (call) => {
        this.taskAttempts[call.stateName] = (this.taskAttempts[call.stateName] ?? 0) + 1;
        return runTask(surroundings, call);
      },
      clock: this.clock,
      signal: new AbortController().signal,
      onEvent: (event) => this.onEvent(event, executionArn),
      runChild: (child: ExecutionOptions) =>
        execute({ ...child, onEvent: (event) => this.onEvent(event, child.executionArn) }),
      beforeState: () => {
        this.states[machine] += 1;
        return this.quotas.stateTransitions.wait();
      },
    });
    this.running -= 1;
    return result;
  }

  private readonly onRequest = ({ stateMachineArn }: TaskCall, succeeded: boolean) => {
    const machine = stateMachineArn.split(':').at(-1) as Machine;
    this.requests.push({ time: this.now(), machine, succeeded });
  };
}
