import { allow, type Statement } from './statement';
import {
  connectionStatements,
  observationStatements,
  type StateMachinePermissions,
} from './state-machine-statements';

/** What the orchestrator uses; ARNs, exact unless said otherwise. */
export interface ExecutionPermissions extends StateMachinePermissions {
  readonly secretArn: string;
  /** The one URL the HTTP Task may call. */
  readonly meterEventsUrl: string;
  readonly meterEventsTableArn: string;
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
    ...connectionStatements(p),
    allow('InvokeHTTPEndpoint', ['states:InvokeHTTPEndpoint'], p.stateMachineArn, {
      StringEquals: { 'states:HTTPMethod': 'POST', 'states:HTTPEndpoint': p.meterEventsUrl },
    }),
    allow(
      'RecordMeterEvents',
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      p.meterEventsTableArn,
    ),
    allow('ProcessingHistory', ['dynamodb:UpdateItem'], p.processingHistoryTableArn),
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
    ...observationStatements(),
  ];
}
