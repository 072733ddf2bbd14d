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
  /** The orchestrator's role; more than one where nobody knows the path of an existing one. */
  readonly executionRoleArns: readonly string[];
  /** Whether the stacks create the orchestrator's role, or only put their policy on it. */
  readonly createsExecutionRole: boolean;
  readonly recoveryRoleArn: string;
  readonly schedulerRoleArn: string;
  readonly deploymentRoleArns: readonly string[];
  /** `role/*` of the account. */
  readonly allRolesArn: string;
  /** The managed policy that limits every role which the deploy role writes. */
  readonly boundaryArn: string;
  readonly githubOidcProviderArn: string;
  readonly stateMachineArn: string;
  readonly recoveryStateMachineArn: string;
  /** `stateMachine:*` of the account and region. */
  readonly allStateMachinesArn: string;
  readonly logGroupArn: string;
  readonly recoveryLogGroupArn: string;
  /** `log-group:*` of the account and region. */
  readonly allLogGroupsArn: string;
  readonly alarmArns: readonly string[];
  /** `alarm:*` of the account and region. */
  readonly allAlarmsArn: string;
  readonly alarmTopicArn: string;
  readonly scheduleArn: string;
  readonly dashboardArn: string;
  readonly meterEventsTableArn: string;
  readonly openIndexArn: string;
  /** The application's tables that the stacks create; none where they are the application's own. */
  readonly applicationTableArns: readonly string[];
  /** What `verify` reads besides what the stacks create. */
  readonly processingHistoryTableArn: string;
  readonly policyMappingTableArn: string;
  readonly childStateMachineArns: readonly string[];
  /** What `verify` sends, and the executions in which it goes through. @default - it may upload nothing */
  readonly verifyUploadsArn?: string;
  readonly executionsArn: string;
  /** Pattern of recovery's executions, without those of its Distributed Map. */
  readonly recoveryExecutionsArn: string;
}

/** Some actions on a log group are checked against its ARN as it is, others with `:*` behind it. */
export const logGroupForms = (arn: string): string[] => [arn, `${arn}:*`];

/** The logs of both state machines. */
export const logGroupArns = (p: DeploymentPermissions): string[] =>
  [p.logGroupArn, p.recoveryLogGroupArn].flatMap(logGroupForms);

/** The roles of the state machines. */
export const stateMachineRoleArns = (p: DeploymentPermissions): string[] => [
  ...p.executionRoleArns,
  p.recoveryRoleArn,
];

export const stateMachineArns = (p: DeploymentPermissions): string[] => [
  p.stateMachineArn,
  p.recoveryStateMachineArn,
];

/** The tables that the stacks create. */
export const tableArns = (p: DeploymentPermissions): string[] => [
  p.meterEventsTableArn,
  ...p.applicationTableArns,
];
