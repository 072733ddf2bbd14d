import { checklist } from '../../../commands/verify/checklist';
import { Facts } from '../../../commands/verify/facts';
import type { Deployed } from '../../helpers/deployed';
import { breakages, nameOf, printed } from './all-breakages';
import { look, run } from './lines';

export function failingLines(current: () => Deployed): void {
  test('account: the credentials are of another one', async () => {
    const line = await look(
      current(),
      'account',
      new Facts({ ...current().environment, accountId: '111122223333' }),
    );
    expect(line).toMatchObject({
      outcome: 'failed',
      seen: expect.stringContaining('of account 002689294103'),
    });
    expect(line.seen).toContain('AWS_PROFILE');
  });

  test.each(breakages)('$line: $wrong', async (breakage) => {
    const { line, make, seen: what, remedy } = breakage;
    const restore = await make(current(), new Facts(current().environment));
    try {
      const found = await look(current(), line);
      expect(found.seen).toMatch(what);
      expect(found.outcome).toBe('failed');
      expect(found.remedy[0]).toMatch(remedy);
      printed.set(nameOf(breakage), found.remedy);
    } finally {
      await restore();
    }
  });

  test('every line of the checklist is broken above', () => {
    const ids = checklist(new Facts(current().environment)).map(({ id }) => id);
    const broken = new Set(['account', ...breakages.map(({ line }) => line)]);
    expect(ids.filter((id) => !broken.has(id))).toEqual([]);
  });

  test('after the repairs every line passes: no test above left anything behind', async () => {
    const { output } = await run('--no-send');
    expect(output).not.toMatch(/^✗/m);
  });
}
