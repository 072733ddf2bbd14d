/** A definition in the Amazon States Language, as far as a graph shows it. */
export interface Workflow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Label?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly ItemProcessor?: Processor;
  /** What `ItemProcessor` was called before there were Distributed Maps. */
  readonly Iterator?: Processor;
  readonly Branches?: readonly Workflow[];
}

interface Processor extends Workflow {
  readonly ProcessorConfig?: { readonly Mode?: string };
}

/** What follows a state: in order, or after an error that it catches. */
export interface Transition {
  readonly to: string;
  /** The errors of the Catch, none for what follows in order. */
  readonly errors?: readonly string[];
}

/** The workflows within a Map or a Parallel. */
export function innerWorkflows({ ItemProcessor, Iterator, Branches = [] }: State): readonly Workflow[] {
  return [ItemProcessor, Iterator, ...Branches].filter((inner) => inner !== undefined);
}

export const isDistributed = ({ ItemProcessor }: State): boolean =>
  ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED';

/** Where a state leads, each target once in order and once by its Catch. */
export function transitionsOf({ Choices = [], Default, Next, Catch = [] }: State): Transition[] {
  const inOrder = [...Choices.map((choice) => choice.Next), Default, Next].filter((to) => to !== undefined);
  const errors = new Map<string, string[]>();
  for (const { ErrorEquals, Next: to } of Catch) {
    errors.set(to, [...(errors.get(to) ?? []), ...ErrorEquals]);
  }
  return [
    ...[...new Set(inOrder)].map((to) => ({ to })),
    ...[...errors].map(([to, caught]) => ({ to, errors: caught })),
  ];
}

/** The transitions back to a state on the way to which they lie: without them the workflow has a first and a last rank. */
export function loopsOf({ StartAt, States }: Workflow): ReadonlySet<string> {
  const loops = new Set<string>();
  const done = new Set<string>();
  const walk = (name: string, way: ReadonlySet<string>) => {
    for (const { to } of transitionsOf(States[name] ?? { Type: '' })) {
      if (way.has(to)) {
        loops.add(transitionKey(name, to));
      } else if (!done.has(to)) {
        walk(to, new Set([...way, to]));
      }
    }
    done.add(name);
  };
  walk(StartAt, new Set([StartAt]));
  return loops;
}

/** A text for each transition between two states. */
export const transitionKey = (from: string, to: string): string => JSON.stringify([from, to]);

/** Whether an execution, an iteration or a branch may end in this state. */
export const isLast = ({ Type, End }: State): boolean =>
  End === true || Type === 'Succeed' || Type === 'Fail';

/**
 * The workflow that an execution ran: of a child of a Map Run, what the Map does for an item, although AWS gives the
 * definition of the whole state machine.
 *
 * @param label of the Map that started it; AWS makes one up where the definition has none
 * @param visited a state that the execution visited: names are unique in a definition
 */
export function workflowOf(definition: string, label?: string, visited?: string): Workflow {
  const machine = JSON.parse(definition) as Workflow;
  if (label === undefined) {
    return machine;
  }
  const maps = statesOf(machine).filter(isDistributed);
  const found =
    maps.find((map) => map.Label === label) ??
    maps.find((map) => visited !== undefined && visited in map.ItemProcessor!.States);
  return found?.ItemProcessor ?? machine;
}

/** Every state of a workflow, those within others included. */
function statesOf({ States }: Workflow): State[] {
  return Object.values(States).flatMap((state) => [state, ...innerWorkflows(state).flatMap(statesOf)]);
}
