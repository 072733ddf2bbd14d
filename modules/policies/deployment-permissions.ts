/** What plans and deploys touch. ARNs; those of what AWS completes by itself end in wildcards. */
export interface DeploymentPermissions {
  readonly stateBucketArn: string;
  /** The state objects of the stacks that the workflows deploy. */
  readonly deployedStateArns: readonly string[];
  /** The state object of the deployment roles themselves, which a person deploys. */
  readonly rolesStateArn: string;
  readonly secretArn: string;
  readonly connectionArn: string;
  /** The managed secret that EventBridge keeps the connection's credential in. */
  readonly connectionSecretArn: string;
  readonly executionRoleArns: readonly string[];
  /** Whether the stacks create the execution role, or only put their policy on it. */
  readonly createsExecutionRole: boolean;
  readonly deploymentRoleArns: readonly string[];
  /** `role/*` of the account. */
  readonly allRolesArn: string;
  /** The managed policy that limits every role which the deploy role writes. */
  readonly boundaryArn: string;
  readonly githubOidcProviderArn: string;
  readonly stateMachineArn: string;
  /** `stateMachine:*` of the account and region. */
  readonly allStateMachinesArn: string;
  readonly logGroupArn: string;
  /** `log-group:*` of the account and region. */
  readonly allLogGroupsArn: string;
  readonly alarmArn: string;
  /** `alarm:*` of the account and region. */
  readonly allAlarmsArn: string;
  readonly alarmTopicArn: string;
  /** The tables that the stacks create; none where they are the application's. */
  readonly tableArns: readonly string[];
  /** What `verify` reads besides what the stacks create. */
  readonly processingHistoryTableArn: string;
  readonly policyMappingTableArn: string;
  readonly childStateMachineArns: readonly string[];
  /** What `verify` sends, and the executions in which it goes through. @default - it may upload nothing */
  readonly verifyUploadsArn?: string;
  readonly executionsArn: string;
}

/** Some actions on a log group are checked against its ARN as it is, others with `:*` behind it. */
export const logGroupArns = (arn: string): string[] => [arn, `${arn}:*`];
