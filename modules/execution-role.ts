import { DataAwsIamRole } from '@cdktf/provider-aws/lib/data-aws-iam-role';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { executionTrustPolicy } from './policies/execution-trust';
import { policyDocument, type Statement } from './policies/statement';

export interface ExecutionRoleProps {
  readonly roleName: string;
  readonly policyName: string;
  readonly stateMachineArn: string;
  /** What its policy allows. */
  readonly statements: readonly Statement[];
  readonly accountId: string;
  /**
   * Name of an existing role to use instead of creating one.
   * @default - a role named `roleName` is created
   */
  readonly existingRoleName?: string;
  /**
   * The managed policy that limits the role. An existing role is not changed: a person attaches the policy to it.
   * @default - the role has no permissions boundary
   */
  readonly permissionsBoundaryArn?: string;
}

/** The role that a state machine runs with, and the one inline policy that gives it what it needs. */
export class ExecutionRole extends Construct {
  readonly arn: string;
  /** The state machine must wait for it: CreateStateMachine rejects a role that cannot deliver logs. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    const role = props.existingRoleName
      ? new DataAwsIamRole(this, 'existing-role', { name: props.existingRoleName })
      : new IamRole(this, 'role', {
          name: props.roleName,
          description: `Runs the state machine ${props.stateMachineArn}`,
          assumeRolePolicy: JSON.stringify(executionTrustPolicy(props)),
          permissionsBoundary: props.permissionsBoundaryArn,
        });
    this.policy = new IamRolePolicy(this, 'policy', {
      name: props.policyName,
      role: role.id,
      policy: policyDocument(props.statements),
    });
    this.arn = role.arn;
  }
}
