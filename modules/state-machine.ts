import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { Construct } from 'constructs';
import { definitionFrom } from './definition';

export interface StateMachineProps {
  readonly name: string;
  /** File in `asl/`. */
  readonly definitionFile: string;
  /** Value of each placeholder in the definition. */
  readonly definitionValues: Readonly<Record<string, string>>;
  readonly roleArn: string;
  /** The role's policy, which must exist first. */
  readonly rolePolicy: IamRolePolicy;
  readonly logGroupName: string;
  readonly logRetentionDays: number;
}

/** A standard state machine with its log: every event, without input and output, which name customers. */
export class StateMachine extends Construct {
  readonly arn: string;
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: StateMachineProps) {
    super(scope, id);
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: props.logGroupName,
      retentionInDays: props.logRetentionDays,
    });
    const machine = new SfnStateMachine(this, 'machine', {
      name: props.name,
      type: 'STANDARD',
      roleArn: props.roleArn,
      definition: definitionFrom(props.definitionFile, props.definitionValues),
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        logDestination: `${logGroup.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      dependsOn: [props.rolePolicy],
    });
    this.arn = machine.arn;
    this.logGroupName = logGroup.name;
  }
}
