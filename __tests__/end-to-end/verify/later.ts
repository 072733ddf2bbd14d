import type { Breakage } from './breakage';

/** Lets an hour pass on the operator's clock, in which nothing happened in AWS. */
export const anHourLater =
  (make: Breakage['make'] = async () => async () => {}): Breakage['make'] =>
  async (deployed, facts) => {
    const restore = await make(deployed, facts);
    const now = Date.now.bind(Date);
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
    return async () => {
      clock.mockRestore();
      await restore();
    };
  };
