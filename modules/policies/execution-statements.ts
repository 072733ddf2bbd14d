import { allow, type Statement } from './statement';

/** What the state machine uses; ARNs, exact unless said otherwise. */
export interface ExecutionPermissions {
  readonly stateMachineArn: string;
  readonly secretArn: string;
  readonly connectionArn: string;
  /** The connection's ARN without the UUID. */
  readonly connectionForPolicyArn: string;
  /** Pattern of the managed secret, by the connection's name: EventBridge chooses the rest, and may choose again. */
  readonly connectionSecretArn: string;
  /** The one URL the HTTP Task may call. */
  readonly meterEventsUrl: string;
  readonly processingHistoryTableArn: string;
  readonly policyMappingTableArn: string;
  readonly childStateMachineArns: readonly string[];
  /** Patterns of the children's executions. */
  readonly childExecutionArns: readonly string[];
  readonly childEventsRuleArn: string;
}

/** One statement a reason, each as narrow as AWS allows. */
export function executionStatements(p: ExecutionPermissions): Statement[] {
  const children = p.childStateMachineArns.length > 0;
  return [
    // GetStripeAPIKey resolves the reference; nothing but the connection ever reads the value.
    allow('SecretsManagerReadAccess', ['secretsmanager:DescribeSecret'], p.secretArn),
    // Both forms: the Step Functions guide ("Call HTTPS APIs") has the UUID; the Service Authorization Reference and
    // CloudFormation (`ArnForPolicy` of AWS::Events::Connection) do not.
    allow(
      'RetrieveConnectionCredentials',
      ['events:RetrieveConnectionCredentials'],
      [p.connectionArn, p.connectionForPolicyArn],
    ),
    allow(
      'ReadConnectionSecret',
      ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      p.connectionSecretArn,
    ),
    allow('InvokeHTTPEndpoint', ['states:InvokeHTTPEndpoint'], p.stateMachineArn, {
      StringEquals: { 'states:HTTPMethod': 'POST', 'states:HTTPEndpoint': p.meterEventsUrl },
    }),
    allow('ProcessingHistory', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], p.processingHistoryTableArn),
    allow('PolicyMapping', ['dynamodb:GetItem'], p.policyMappingTableArn),
    ...(children
      ? [
          allow('StartChild', ['states:StartExecution'], p.childStateMachineArns),
          allow('FollowChild', ['states:DescribeExecution', 'states:StopExecution'], p.childExecutionArns),
          allow(
            'ChildEventsRule',
            ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
            p.childEventsRuleArn,
          ),
        ]
      : []),
    // "*" is demanded: log delivery actions have no resource types.
    // Source: Service Authorization Reference, Amazon CloudWatch Logs; Step Functions guide, "Logging".
    allow(
      'DeliverLogs',
      [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      '*',
    ),
    // "*" is demanded: X-Ray has no resources for segments and sampling targets.
    // Source: Service Authorization Reference, AWS X-Ray; Step Functions guide, "X-Ray tracing".
    allow(
      'Tracing',
      [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      '*',
    ),
  ];
}
