import { expectAllToGoWell } from './check';

test('whatever fails, whenever it fails, each byte is billed once or a person is told', async () => {
  await expectAllToGoWell({ runs: 500, seed: 1 });
}, 120_000);
