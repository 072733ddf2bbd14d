import { environmentOf } from '../../../settings/environments';
import { definitionsOf, type Machine } from '../../definitions';

export const environment = environmentOf('test');

/** The definitions as they are deployed, as JSON text. */
export type Definitions = Readonly<Record<Machine, string>>;

export function deployedDefinitions(): Definitions {
  return definitionsOf(environment);
}
