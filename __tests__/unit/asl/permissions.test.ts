import { needsOf } from '../../../asl/src/language/permissions';
import { orchestrator } from '../../../asl/src/orchestrator';
import { orchestratorGrants } from '../../../asl/src/orchestrator/permissions';
import { recovery } from '../../../asl/src/recovery';
import { recoveryGrants } from '../../../asl/src/recovery/permissions';

test.each([
  ['the orchestrator', orchestrator, orchestratorGrants],
  ['recovery', recovery, recoveryGrants],
] as const)(
  'a state of %s needs each statement, and there is each that a state needs: neither is forgotten when states go',
  (_, machine, grants) => {
    const needed = needsOf(machine).map(({ statement }) => statement);
    expect([...new Set(needed)].sort()).toEqual(Object.keys(grants).sort());
  },
);

test('every call of a service names what it needs, the Map too', () => {
  for (const { States } of [orchestrator, recovery, recovery.States.WorkOnItems!.ItemProcessor!]) {
    const calls = Object.entries(States).filter(([, { Type }]) => Type === 'Task' || Type === 'Map');
    expect(calls.filter(([, { needs = [] }]) => needs.length === 0)).toEqual([]);
  }
});
