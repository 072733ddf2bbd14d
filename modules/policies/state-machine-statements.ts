import { needsOf, neededStatements, type Grants } from '../../asl/src/language/permissions';
import type { Need } from '../../asl/src/language/states';
import { orchestrator } from '../../asl/src/orchestrator';
import { orchestratorGrants, type OrchestratorResources } from '../../asl/src/orchestrator/permissions';
import { recovery } from '../../asl/src/recovery';
import { recoveryGrants, type RecoveryResources } from '../../asl/src/recovery/permissions';
import { connectionGrants, type ConnectionResources } from '../../asl/src/steps/connection-grants';
import { keyNeeds } from '../../asl/src/steps/stripe';
import { allow, type Statement } from './statement';

/** What the orchestrator's role may do: what its states say that they need, and what shows its executions. */
export const executionStatements = (on: OrchestratorResources): Statement[] => [
  ...statementsFor(needsOf(orchestrator), orchestratorGrants, on),
  ...observationStatements(),
];

/** What recovery's role may do, from the same. */
export const recoveryStatements = (on: RecoveryResources): Statement[] => [
  ...statementsFor(needsOf(recovery), recoveryGrants, on),
  ...observationStatements(),
];

/** How an HTTP Task gets the Stripe key. */
export const connectionStatements = (on: ConnectionResources): Statement[] =>
  statementsFor(keyNeeds, connectionGrants, on);

const statementsFor = <Resources>(
  needs: readonly Need[],
  grants: Grants<Resources>,
  on: Resources,
): Statement[] =>
  neededStatements(needs, grants, on).map(({ Sid, Action, Resource, Condition }) =>
    allow(Sid, Action, Resource, Condition),
  );

/** How an execution is seen from outside. */
export const observationStatements = (): Statement[] => [
  // "*" is demanded: log delivery actions have no resource types.
  // Source: Service Authorization Reference, Amazon CloudWatch Logs; Step Functions guide, "Logging".
  // Not taken from packages/local-aws, which demands the same ones: each checks the other.
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
    ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    '*',
  ),
];
