import { normalized, Unsupported } from './attribute-values';
import { isJsonObject, type Json, type JsonObject } from '@usage-billing/local-aws/json';

/** What a request's expressions may name; DynamoDB refuses a name or value that none of them uses. */
export class Names {
  private readonly names: { readonly [placeholder: string]: Json };
  private readonly values: { readonly [placeholder: string]: JsonObject };
  private readonly used = new Set<string>();

  constructor({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }: JsonObject) {
    this.names = isJsonObject(names) ? names : {};
    const entries = isJsonObject(values) ? Object.entries(values) : [];
    this.values = Object.fromEntries(entries.map(([name, value]) => [name, normalized(value)]));
  }

  /** The attribute that a word of an expression means. */
  attribute(word: string): string {
    if (word.startsWith(':')) {
      throw new Unsupported(`${word} stands where an attribute is expected.`);
    }
    const name = word.startsWith('#') ? this.names[word] : word;
    if (typeof name !== 'string') {
      throw new Unsupported(`ExpressionAttributeNames has no ${word}.`);
    }
    this.used.add(word);
    return name;
  }

  value(word: string): JsonObject {
    const value = this.values[word];
    if (!value) {
      throw new Unsupported(`ExpressionAttributeValues has no ${word}.`);
    }
    this.used.add(word);
    return value;
  }

  checkAllUsed(): void {
    const unused = [...Object.keys(this.names), ...Object.keys(this.values)].filter(
      (name) => !this.used.has(name),
    );
    if (unused.length > 0) {
      throw new Unsupported(`No expression uses ${unused.join(', ')}.`);
    }
  }
}
