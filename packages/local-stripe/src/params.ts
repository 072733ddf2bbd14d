import { StripeFailure, missingParameter, unknownParameter, unsupportedParameter } from './errors';
import type { Params } from './types';

interface Allowed {
  readonly supported: readonly string[];
  /** What Stripe supports and this server does not: rejected by name instead of ignored. */
  readonly unsupported?: readonly string[];
}

/** Reads the parameters of one request and rejects what Stripe rejects, in Stripe's words. */
export class ParamReader {
  constructor(
    private readonly params: Params,
    private readonly prefix = '',
  ) {}

  /** @throws StripeFailure for a parameter that Stripe, or this server, does not know here */
  only({ supported, unsupported = [] }: Allowed): this {
    for (const name of Object.keys(this.params)) {
      if (unsupported.includes(name) || name === 'expand') {
        throw unsupportedParameter(this.nameOf(name));
      }
      if (!supported.includes(name)) {
        throw unknownParameter(this.nameOf(name));
      }
    }
    return this;
  }

  /** The parameters other than these. */
  without(names: readonly string[]): Params {
    return Object.fromEntries(Object.entries(this.params).filter(([name]) => !names.includes(name)));
  }

  has(name: string): boolean {
    return this.params[name] !== undefined;
  }

  /** The text of a parameter that may be unset with an empty value. */
  unsettable(name: string): string | null | undefined {
    const value = this.params[name];
    if (typeof value === 'object') {
      throw new StripeFailure(`Invalid string: {...}`, { param: this.nameOf(name) });
    }
    return value === '' ? null : value;
  }

  optional(name: string, maxLength = 5000): string | undefined {
    const value = this.unsettable(name);
    if (value === null) {
      throw new StripeFailure(
        `You passed an empty string for '${this.nameOf(name)}'. We assume empty values are an attempt to unset a ` +
          `parameter; however '${this.nameOf(name)}' cannot be unset. You should remove '${this.nameOf(name)}' ` +
          'from your request or supply a non-empty value.',
        { code: 'parameter_invalid_empty', param: this.nameOf(name) },
      );
    }
    if (value !== undefined && [...value].length > maxLength) {
      throw new StripeFailure(
        `Invalid string: ${value.slice(0, 10)}...; must be at most ${maxLength} characters`,
        { param: this.nameOf(name) },
      );
    }
    return value;
  }

  required(name: string, maxLength?: number): string {
    const value = this.optional(name, maxLength);
    if (value === undefined) {
      throw missingParameter(this.nameOf(name));
    }
    return value;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.optional(name);
    const match = allowed.find((candidate) => candidate === value);
    if (value !== undefined && match === undefined) {
      const choices = allowed.length === 1 ? allowed[0] : `one of ${allowed.join(', ')}`;
      throw new StripeFailure(`Invalid ${this.nameOf(name)}: must be ${choices}`, {
        param: this.nameOf(name),
      });
    }
    return match;
  }

  integer(name: string): number | undefined {
    const value = this.optional(name);
    if (value !== undefined && !/^-?\d{1,15}$/.test(value)) {
      throw new StripeFailure(`Invalid integer: ${value}`, {
        code: 'parameter_invalid_integer',
        param: this.nameOf(name),
      });
    }
    return value === undefined ? undefined : Number(value);
  }

  boolean(name: string): boolean | undefined {
    const value = this.oneOf(name, ['true', 'false']);
    return value === undefined ? undefined : value === 'true';
  }

  /** The reader of a nested object, empty if the parameter is absent. */
  object(name: string): ParamReader {
    const value = this.params[name] ?? {};
    if (typeof value === 'string') {
      throw new StripeFailure(`Invalid object`, { param: this.nameOf(name) });
    }
    return new ParamReader(value, this.nameOf(name));
  }

  /** The readers of a list of objects, empty if the parameter is absent. */
  objects(name: string): ParamReader[] {
    const list = this.object(name);
    return Object.keys(list.params).map((key) => list.object(key));
  }

  list(name: string): string[] | undefined {
    const value = this.params[name];
    if (typeof value === 'string') {
      throw new StripeFailure(`Invalid array`, { param: this.nameOf(name) });
    }
    return value && Object.keys(value).map((key) => this.object(name).required(key));
  }

  /** A flat object of texts, such as a meter event's payload. */
  texts(name: string): Record<string, string> {
    const reader = this.object(name);
    return Object.fromEntries(Object.keys(reader.params).map((key) => [key, reader.required(key)]));
  }

  /** A flat object of texts of which an empty one removes its key, as metadata is updated. */
  unsettableTexts(name: string): Record<string, string | null> {
    const reader = this.object(name);
    return Object.fromEntries(Object.keys(reader.params).map((key) => [key, reader.unsettable(key) ?? null]));
  }

  /** As the request names it, such as `items[0][price]`. */
  nameOf(name: string): string {
    return this.prefix ? `${this.prefix}[${name}]` : name;
  }
}
