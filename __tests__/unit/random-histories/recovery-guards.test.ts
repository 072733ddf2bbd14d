import { claimGuards } from '../../../simulation/random-histories/guards/claim-guards';
import { decisionGuards } from '../../../simulation/random-histories/guards/decision-guards';
import { outcomeGuards } from '../../../simulation/random-histories/guards/outcome-guards';
import { findWithout } from '../../../simulation/random-histories/guards/guard';
import { deployedDefinitions } from '../../../simulation/random-histories/world/machines';

const definitions = deployedDefinitions();
const guards = [...claimGuards, ...decisionGuards, ...outcomeGuards];

test.each(guards.map((guard) => [guard.guards, guard] as const))(
  'a history goes wrong without the guard: %s',
  async (_, guard) => {
    expect(await findWithout(definitions, guard)).toBeDefined();
  },
  60_000,
);
