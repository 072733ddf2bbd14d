import { recordingGuards } from '../../random-histories/guards/recording-guards';
import { sendingGuards } from '../../random-histories/guards/sending-guards';
import { findWithout } from '../../random-histories/guards/guard';
import { deployedDefinitions } from '../../random-histories/world/machines';

const definitions = deployedDefinitions();
const guards = [...recordingGuards, ...sendingGuards];

test.each(guards.map((guard) => [guard.guards, guard] as const))(
  'a history goes wrong without the guard: %s',
  async (_, guard) => {
    expect(await findWithout(definitions, guard)).toBeDefined();
  },
  60_000,
);
