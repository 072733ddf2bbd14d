import { guards } from '../../../simulation/random-histories/guards/all';
import { simulated } from '../../helpers/simulated';

let problems: Awaited<ReturnType<typeof simulated<'guards'>>>;

// Ten seconds on an idle machine; others may have most of this one.
beforeAll(async () => {
  problems = await simulated('guards');
}, 300_000);

test.each(guards)('a history goes wrong without the guard: $guards', (guard) => {
  expect(problems[guard.guards]).toContainEqual(expect.stringMatching(guard.shows));
});
