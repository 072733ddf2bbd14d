import { allow, type Statement } from './statement';

/** What every state machine that sends to Stripe uses; ARNs, exact unless said otherwise. */
export interface StateMachinePermissions {
  readonly stateMachineArn: string;
  readonly connectionArn: string;
  /** The connection's ARN without the UUID. */
  readonly connectionForPolicyArn: string;
  /** Pattern of the managed secret, by the connection's name: EventBridge chooses the rest, and may choose again. */
  readonly connectionSecretArn: string;
}

/** How an HTTP Task gets the Stripe key. */
export function connectionStatements(p: StateMachinePermissions): Statement[] {
  return [
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
  ];
}

/** How an execution is seen from outside. */
export function observationStatements(): Statement[] {
  return [
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
