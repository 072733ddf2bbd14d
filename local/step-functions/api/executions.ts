import { randomUUID } from 'node:crypto';
import type { HistoryEvent, StartExecutionInput, StopExecutionInput } from '@aws-sdk/client-sfn';
import { execute } from '../interpreter/interpreter';
import { StatesError, type Clock, type ExecutionResult, type TaskRunner } from '../types';
import { AwsError } from '../../endpoint/errors';
import { checkName } from './state-machine-checks';
import type { StateMachineRevision } from './state-machine-revision';

/** Bytes, https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const maximumInput = 262_144;

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly input: string;
  readonly startDate: Date;
  /** The state machine as it was when the execution started. */
  readonly stateMachine: StateMachineRevision;
  readonly history: HistoryEvent[];
  /** Undefined while it runs. */
  end?: ExecutionResult & { readonly stopDate: Date };
}

/** Observes an execution, for its log and its metrics. */
export interface ExecutionObserver {
  onEvent(event: HistoryEvent): void;
  /** The execution counts as ended when this resolves. */
  onEnd(result: ExecutionResult, stopDate: Date): Promise<void>;
}

export interface ExecutionEnvironment {
  readonly runTask: TaskRunner;
  readonly clock: Clock;
  readonly observe: (execution: Execution) => ExecutionObserver;
}

interface Running {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** The executions of one account and region, those that ended included. */
export class Executions {
  private readonly executions = new Map<string, Execution>();
  private readonly running = new Map<Execution, Running>();

  constructor(private readonly environment: ExecutionEnvironment) {}

  /** The same name and input while the first one runs is the same execution. */
  start(
    stateMachine: StateMachineRevision,
    { name = randomUUID(), input = '{}' }: StartExecutionInput,
  ): Execution {
    checkName(name);
    checkInput(input);
    const arn = `${stateMachine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const existing = this.executions.get(arn);
    if (existing && !existing.end && existing.input === input) {
      return existing;
    }
    if (existing) {
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const execution: Execution = {
      arn,
      name,
      input,
      startDate: this.environment.clock.now(),
      stateMachine,
      history: [],
    };
    this.executions.set(arn, execution);
    const controller = new AbortController();
    this.running.set(execution, { controller, ended: this.run(execution, controller.signal) });
    return execution;
  }

  /** Stopping an ended execution changes nothing. */
  async stop({ executionArn = '', error = '', cause = '' }: StopExecutionInput): Promise<{ stopDate: Date }> {
    const execution = this.get(executionArn);
    await this.abort(execution, new StatesError(error, cause));
    return { stopDate: execution.end?.stopDate ?? new Date() };
  }

  /** Aborts running executions, all or those of one state machine, and forgets them. */
  async abortAll(stateMachineArn?: string): Promise<void> {
    const affected = [...this.executions.values()].filter(
      ({ stateMachine }) => stateMachineArn === undefined || stateMachine.arn === stateMachineArn,
    );
    await Promise.all(affected.map((execution) => this.abort(execution, new StatesError('', ''))));
    for (const { arn } of affected) {
      this.executions.delete(arn);
    }
  }

  get(arn: string): Execution {
    if (!/^arn:aws[\w-]*:states:[\w-]+:\d{12}:execution:[^:]+:[^:]+$/.test(arn)) {
      throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
    }
    const execution = this.executions.get(arn);
    if (!execution) {
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    }
    return execution;
  }

  /** Newest first. */
  of(stateMachineArn: string): Execution[] {
    return [...this.executions.values()]
      .filter(({ stateMachine }) => stateMachine.arn === stateMachineArn)
      .reverse();
  }

  private async abort(execution: Execution, reason: StatesError): Promise<void> {
    const running = this.running.get(execution);
    running?.controller.abort(reason);
    await running?.ended;
  }

  private async run(execution: Execution, signal: AbortSignal): Promise<void> {
    const { runTask, clock, observe } = this.environment;
    const observer = observe(execution);
    const { stateMachine } = execution;
    const result = await execute({
      definition: stateMachine.definition,
      input: execution.input,
      executionArn: execution.arn,
      executionName: execution.name,
      stateMachineArn: stateMachine.arn,
      stateMachineName: stateMachine.name,
      roleArn: stateMachine.roleArn,
      runTask,
      clock,
      signal,
      onEvent: (event) => {
        execution.history.push(event);
        observer.onEvent(event);
      },
    });
    const stopDate = clock.now();
    await observer.onEnd(result, stopDate);
    execution.end = { ...result, stopDate };
    this.running.delete(execution);
  }
}

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > maximumInput) {
    throw new AwsError(
      'ValidationException',
      "1 validation error detected: Value at 'input' failed to satisfy constraint: " +
        `Member must have length less than or equal to ${maximumInput}`,
    );
  }
  try {
    JSON.parse(input);
  } catch {
    throw new AwsError(
      'InvalidExecutionInput',
      'Invalid State Machine Execution Input: the input is not JSON',
    );
  }
}
