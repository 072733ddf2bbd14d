import type { Flow, State } from './states';

/** States all of whose targets are among them. */
type Closed<States> = { readonly [Name in keyof States]: State<keyof States & string> };

/**
 * Puts states together. The compiler sees that every target is a state of them; the order is that of the definition.
 *
 * @throws if a target does not exist, or no way leads to a state
 */
export function flow<const States extends Readonly<Record<string, State>>>(fields: {
  readonly StartAt: keyof States & string;
  readonly States: States & Closed<States>;
}): { readonly StartAt: string; readonly States: States } {
  const { StartAt, States } = fields;
  const reached = new Set<string>();
  const walk = (name: string, from: string): void => {
    const state = States[name];
    if (!state) {
      throw new Error(`${from} leads to the state ${name}, which does not exist.`);
    }
    if (!reached.has(name)) {
      reached.add(name);
      targetsOf(state).forEach((target) => walk(target, `The state ${name}`));
    }
  };
  walk(StartAt, 'StartAt');
  const unreached = Object.keys(States).filter((name) => !reached.has(name));
  if (unreached.length > 0) {
    throw new Error(`No way leads to the state ${unreached.join(', ')}.`);
  }
  return { StartAt, States };
}

/** Where a state may lead, in the order of the definition; `caught` says whether also after an error. */
export function targetsOf(
  { Choices = [], Default, Catch = [], Next }: State,
  { caught } = { caught: true },
): string[] {
  const errors = caught ? Catch : [];
  return [...Choices, ...errors, { Next: Default }, { Next }].flatMap(({ Next }) => Next ?? []);
}

/** All states of a flow, those within its Maps too. */
export function allStatesOf({ States }: Flow): [name: string, state: State][] {
  return Object.entries(States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? allStatesOf(state.ItemProcessor) : []),
  ]);
}
