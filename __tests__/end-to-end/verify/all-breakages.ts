import { alarmBreakages } from './alarm-breakages';
import type { Breakage } from './breakage';
import { catalogBreakages } from './catalog-breakages';
import { keyBreakages } from './key-breakages';
import { ledgerBreakages } from './ledger-breakages';
import { machineBreakages } from './machine-breakages';
import { recoveryAlarmBreakages } from './recovery-alarm-breakages';
import { recoveryBreakages } from './recovery-breakages';
import { recoveryRoleBreakages } from './recovery-role-breakages';
import { roleBreakages } from './role-breakages';

/** Every way in which a line of the checklist fails here, and which can be undone without a deployment. */
export const breakages: readonly Breakage[] = [
  ...catalogBreakages,
  ...roleBreakages,
  ...recoveryRoleBreakages,
  ...machineBreakages,
  ...recoveryBreakages,
  ...ledgerBreakages,
  ...alarmBreakages,
  ...recoveryAlarmBreakages,
  // Last: without the key or the connection the other lines cannot be looked at.
  ...keyBreakages,
];

/** What `verify` printed for each of them, by line and what is wrong. */
export const printed = new Map<string, readonly string[]>();

export const nameOf = ({ line, wrong }: Pick<Breakage, 'line' | 'wrong'>) => `${line}: ${wrong}`;
