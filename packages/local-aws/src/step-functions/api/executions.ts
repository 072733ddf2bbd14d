import { randomUUID } from 'node:crypto';
import type { RedriveExecutionInput, StartExecutionInput, StopExecutionInput } from '@aws-sdk/client-sfn';
import { withController } from '../interpreter/abort';
import { unsupportedRedrive } from '../redrivability';
import { StatesError, type ExecutionOptions, type ExecutionResult, type Snapshot } from '../types';
import { AwsError, unsupported } from '../../endpoint/errors';
import type { Execution, ExecutionEnvironment } from './execution';
import { checkInput } from './execution-input';
import { runToEnd } from './execution-run';
import { KnownExecutions } from './known-executions';
import { redriveStatus } from './redrive-status';
import { checkName } from './state-machine-checks';
import { childRevision, type StateMachineRevision } from './state-machine-revision';

interface Running {
  readonly controller: AbortController;
  readonly ended: Promise<unknown>;
}

/** Starts, redrives and ends the executions of one account and region. */
export class Executions {
  readonly known = new KnownExecutions();
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
    const existing = this.known.find(arn);
    if (existing && !existing.end && existing.input === input) {
      return existing;
    }
    if (existing) {
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const execution = this.created(arn, name, input, stateMachine);
    void this.launch(execution);
    return execution;
  }

  /**
   * The same token again is the same redrive.
   *
   * @throws ExecutionNotRedrivable with AWS's reason
   */
  redrive({ executionArn = '', clientToken }: RedriveExecutionInput): { redriveDate: Date } {
    const execution = this.known.get(executionArn);
    const { redrive, end, mapRunArn } = execution;
    if (redrive && clientToken !== undefined && redrive.clientToken === clientToken) {
      return { redriveDate: redrive.date };
    }
    const date = this.environment.clock.now();
    const { redriveStatusReason: reason } = redriveStatus(execution, date);
    if (reason !== undefined || mapRunArn !== undefined) {
      const why = reason ?? 'Execution was started by a Map Run and is redriven with its parent';
      throw new AwsError('ExecutionNotRedrivable', why);
    }
    const impossible = unsupportedRedrive(end!.snapshot!);
    if (impossible) {
      throw unsupported('Step Functions', impossible);
    }
    void this.launch(execution, { resumeFrom: end!.snapshot!, date, clientToken });
    return { redriveDate: date };
  }

  /** The date that executions see. */
  now(): Date {
    return this.environment.clock.now();
  }

  /** Stopping an ended execution changes nothing. */
  async stop({ executionArn = '', error = '', cause = '' }: StopExecutionInput): Promise<{ stopDate: Date }> {
    const execution = this.known.get(executionArn);
    await this.abort(execution, new StatesError(error, cause));
    return { stopDate: execution.end?.stopDate ?? this.now() };
  }

  /** Aborts running executions, all or those of one state machine, and forgets them. */
  async abortAll(stateMachineArn?: string): Promise<void> {
    const affected = this.known.withMapRuns(stateMachineArn);
    await Promise.all(affected.map((execution) => this.abort(execution, new StatesError('', ''))));
    for (const execution of affected) {
      this.known.forget(execution);
    }
  }

  private created(
    arn: string,
    name: string,
    input: string,
    stateMachine: StateMachineRevision,
    mapRunArn?: string,
  ): Execution {
    const startDate = this.environment.clock.now();
    const execution: Execution = {
      arn,
      name,
      input,
      startDate,
      stateMachine,
      history: [],
      redriveCount: 0,
      ...(mapRunArn !== undefined && { mapRunArn }),
    };
    this.known.add(execution);
    return execution;
  }

  private async abort(execution: Execution, reason: StatesError): Promise<void> {
    const running = this.running.get(execution);
    running?.controller.abort(reason);
    await running?.ended;
  }

  /** Starts or redrives an execution; `signal` is its Map Run's, if it is a child. */
  private launch(
    execution: Execution,
    redrive?: { resumeFrom: Snapshot; date: Date; clientToken?: string | undefined },
    signal: AbortSignal = new AbortController().signal,
  ): Promise<ExecutionResult> {
    if (redrive) {
      execution.redriveCount += 1;
      execution.redrive = redrive;
      delete execution.end;
    }
    return withController(signal, async (controller) => {
      const ended = runToEnd(execution, this.environment, {
        signal: controller.signal,
        resumeFrom: redrive?.resumeFrom,
        runChild: (child) => this.runChild(execution, child),
      }).finally(() => this.running.delete(execution));
      this.running.set(execution, { controller, ended });
      return ended;
    });
  }

  /** A child of a Distributed Map, with its state machine's revision as the parent has it. */
  private runChild(parent: Execution, child: ExecutionOptions): Promise<ExecutionResult> {
    const { executionArn: arn, executionName: name, resumeFrom, signal } = child;
    const known = this.known.find(arn);
    if (known && resumeFrom) {
      return this.launch(known, { resumeFrom, date: this.environment.clock.now() }, signal);
    }
    const revision = childRevision(parent.stateMachine, arn, child.definition);
    const execution = this.created(arn, name, child.input, revision, child.mapRunArn);
    return this.launch(execution, undefined, signal);
  }
}
