import { recordingGuards } from '../../../simulation/random-histories/guards/recording-guards';
import { sendingGuards } from '../../../simulation/random-histories/guards/sending-guards';
import { findWithout } from '../../../simulation/random-histories/guards/guard';
import { deployedDefinitions } from '../../../simulation/random-histories/world/machines';

const definitions = deployedDefinitions();
const guards = [...recordingGuards, ...sendingGuards];

test.each(guards.map((guard) => [guard.guards, guard] as const))(
  'a history goes wrong without the guard: %s',
  async (_, guard) => {
    expect(await findWithout(definitions, guard)).toBeDefined();
  },
  60_000,
);
