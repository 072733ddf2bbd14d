import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { execute } from '@usage-billing/local-aws/step-functions/interpreter/interpreter';
import { notRedrivable } from '@usage-billing/local-aws/step-functions/redrivability';
import type {
  Clock,
  ExecutionOptions,
  ExecutionResult,
  TaskRunner,
} from '@usage-billing/local-aws/step-functions/types';
import type { Json } from '@usage-billing/local-aws/json';
import type { Machine } from '../../definitions';
import type { Definitions } from './machines';

export interface Execution {
  readonly machine: Machine;
  readonly name: string;
  readonly input: Json;
  readonly options: ExecutionOptions;
  controller: AbortController;
  /** Undefined while it runs. */
  result: ExecutionResult | undefined;
  redrives: number;
  /** Empty if histories are not kept. */
  readonly history: HistoryEvent[];
}

/** Every execution of both machines. */
export class Executions {
  readonly all: Execution[] = [];
  /** How each child of a Map Run ended. */
  readonly children: ExecutionResult[] = [];

  constructor(
    private readonly definitions: Definitions,
    private readonly clock: Clock,
    private readonly runTask: TaskRunner,
    private readonly onEnd: (execution: Execution) => void,
    private readonly keepsHistories: boolean,
  ) {}

  get running(): number {
    return this.all.filter(({ result }) => !result).length;
  }

  start(machine: Machine, input: Json): Execution {
    const name = `${machine}-${this.all.filter((one) => one.machine === machine).length + 1}`;
    const arn = 'arn:aws:states:ap-northeast-1:002689294103';
    const controller = new AbortController();
    const history: HistoryEvent[] = [];
    const execution: Execution = {
      machine,
      name,
      input,
      controller,
      result: undefined,
      redrives: 0,
      history,
      options: {
        definition: this.definitions[machine],
        input: JSON.stringify(input),
        executionArn: `${arn}:execution:${machine}:${name}`,
        executionName: name,
        stateMachineArn: `${arn}:stateMachine:${machine}`,
        stateMachineName: machine,
        roleArn: 'arn:aws:iam::002689294103:role/execution',
        runTask: this.runTask,
        clock: this.clock,
        signal: controller.signal,
        onEvent: (event) => this.keepsHistories && history.push(event),
        runChild: (child) => this.runChild(execution, child),
      },
    };
    this.all.push(execution);
    this.run(execution, execution.options);
    return execution;
  }

  /** The execution with this ARN, or the one whose Map Run's child has it. */
  of(executionArn: string): Execution | undefined {
    return (
      this.all.find(({ options }) => options.executionArn === executionArn) ?? this.parentOf.get(executionArn)
    );
  }

  /** @returns whether Step Functions still allows it */
  redrive(execution: Execution): boolean {
    const { result } = execution;
    if (!result || notRedrivable(result, this.clock.now())) {
      return false;
    }
    execution.controller = new AbortController();
    execution.result = undefined;
    execution.redrives += 1;
    const { signal } = execution.controller;
    this.run(execution, { ...execution.options, signal, resumeFrom: result.snapshot });
    return true;
  }

  private readonly parentOf = new Map<string, Execution>();

  private async runChild(parent: Execution, options: ExecutionOptions): Promise<ExecutionResult> {
    this.parentOf.set(options.executionArn, parent);
    const result = await execute(options);
    this.children.push(result);
    return result;
  }

  private run(execution: Execution, options: ExecutionOptions): void {
    void execute(options).then((result) => {
      execution.result = result;
      this.onEnd(execution);
    });
  }
}
