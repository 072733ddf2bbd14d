import type { Check } from './check';
import { alarmChecks } from './checks/alarms';
import { connectionChecks } from './checks/connection';
import { mappingsCheck } from './checks/mappings';
import { openEventsCheck } from './checks/open-events';
import { planCheck } from './checks/plan';
import { recoveryRunsCheck } from './checks/recovery-runs';
import { roleChecks } from './checks/roles';
import { secretChecks } from './checks/secret';
import { stripeChecks } from './checks/stripe';
import { subscriptionsCheck } from './checks/subscriptions';
import { tableChecks } from './checks/tables';
import type { Facts } from './facts';

/**
 * The lines that only read, in the order of docs/operations-guide.md, 8; the first one is the account. One is Terraform's
 * plan; the others look at what a plan cannot see.
 */
export function checklist(facts: Facts): Check[] {
  return [
    ...secretChecks(facts),
    ...stripeChecks(facts),
    ...connectionChecks(facts),
    planCheck(facts),
    ...roleChecks(facts),
    recoveryRunsCheck(facts),
    ...tableChecks(facts),
    mappingsCheck(facts),
    openEventsCheck(facts),
    ...alarmChecks(facts),
    subscriptionsCheck(facts),
  ];
}
