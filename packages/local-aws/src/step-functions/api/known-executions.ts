import { AwsError } from '../../endpoint/errors';
import type { Execution } from './execution';

/** The executions of one account and region by their ARNs, those that ended included. */
export class KnownExecutions {
  private readonly executions = new Map<string, Execution>();

  add(execution: Execution): void {
    this.executions.set(execution.arn, execution);
  }

  forget({ arn }: Execution): void {
    this.executions.delete(arn);
  }

  find(arn: string): Execution | undefined {
    return this.executions.get(arn);
  }

  /** @throws ExecutionDoesNotExist, or InvalidArn when the ARN is not that of an execution */
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

  /** Those of a machine, or those that were started with this version or alias, newest first. */
  of(stateMachineArn: string): Execution[] {
    return [...this.executions.values()]
      .filter(({ stateMachine: { arn, versionArn, aliasArn } }) =>
        [arn, versionArn, aliasArn].includes(stateMachineArn),
      )
      .reverse();
  }

  /** The children of a Map Run, newest first. */
  ofMapRun(mapRunArn: string): Execution[] {
    return [...this.executions.values()].filter((child) => child.mapRunArn === mapRunArn).reverse();
  }

  /** All, or those of one state machine and of its Map Runs, oldest first. */
  withMapRuns(stateMachineArn?: string): Execution[] {
    return [...this.executions.values()].filter(
      ({ stateMachine: { arn } }) =>
        stateMachineArn === undefined || arn === stateMachineArn || arn.startsWith(`${stateMachineArn}/`),
    );
  }
}
