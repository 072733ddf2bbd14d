import { maximumVariablesBytes } from './limits';
import { bytesOf, maximumDataBytes } from '../data-limit';
import { StatesError } from '../types';
import { type Json } from '../../json';

/**
 * The variables of one scope: the machine's, or those of one Map iteration, which sees the outer ones but
 * assigns its own.
 */
export class Variables {
  private readonly own = new Map<string, { value: Json; bytes: number }>();
  /** Of the own ones alone: each expression asks for them. */
  private ownValues: Readonly<Record<string, Json>> | undefined;

  private constructor(
    private readonly outer: Variables | undefined,
    private readonly total: { bytes: number },
  ) {}

  /** Those of a machine, which start empty unless the execution is redriven. */
  static of(values: Readonly<Record<string, Json>> = {}): Variables {
    const variables = new Variables(undefined, { bytes: 0 });
    variables.assign(values);
    return variables;
  }

  inner(): Variables {
    return new Variables(this, this.total);
  }

  visible(): Readonly<Record<string, Json>> {
    this.ownValues ??= Object.fromEntries([...this.own].map(([name, variable]) => [name, variable.value]));
    return this.outer ? { ...this.outer.visible(), ...this.ownValues } : this.ownValues;
  }

  /** @throws StatesError `States.DataLimitExceeded` */
  assign(values: Record<string, Json>): void {
    this.ownValues = undefined;
    for (const [name, value] of Object.entries(values)) {
      const bytes = bytesOf(value);
      this.total.bytes += bytes - (this.own.get(name)?.bytes ?? 0);
      this.own.set(name, { value, bytes });
    }
    if (this.total.bytes > maximumVariablesBytes) {
      throw new StatesError(
        'States.DataLimitExceeded',
        `The variables of the execution exceed the limit of ${maximumVariablesBytes} bytes.`,
      );
    }
  }

  /** Frees the scope's share of the limit, at the end of an iteration. */
  release(): void {
    for (const { bytes } of this.own.values()) {
      this.total.bytes -= bytes;
    }
    this.ownValues = undefined;
    this.own.clear();
  }
}

/**
 * AWS limits each variable and also all those of one `Assign` together to 256 KiB.
 *
 * @throws StatesError `States.DataLimitExceeded`
 */
export function checkAssigned(values: Record<string, Json>): void {
  const bytes = Object.values(values).reduce<number>((sum, value) => sum + bytesOf(value), 0);
  if (bytes > maximumDataBytes) {
    throw new StatesError(
      'States.DataLimitExceeded',
      `The variables ${Object.keys(values).join(', ')} exceed the limit of ${maximumDataBytes} bytes of one Assign.`,
    );
  }
}
