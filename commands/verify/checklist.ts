import { alarmChecks } from './alarm-checks';
import type { Check } from './check';
import { connectionChecks } from './connection-checks';
import type { Facts } from './facts';
import { ledgerChecks } from './ledger-checks';
import { logChecks } from './log-checks';
import { roleChecks } from './role-checks';
import { scheduleChecks } from './schedule-checks';
import { secretChecks } from './secret-checks';
import { stateMachineChecks } from './state-machine-checks';
import { stripeChecks } from './stripe-checks';
import { tableChecks } from './table-checks';

/** The lines that only read, in the order of docs/operations-guide.md, 8; the first one is the account. */
export function checklist(facts: Facts): Check[] {
  return [
    ...secretChecks(facts),
    ...stripeChecks(facts),
    ...connectionChecks(facts),
    ...roleChecks(facts),
    ...stateMachineChecks(facts),
    ...scheduleChecks(facts),
    ...tableChecks(facts),
    ...ledgerChecks(facts),
    ...alarmChecks(facts),
    ...logChecks(facts),
  ];
}
