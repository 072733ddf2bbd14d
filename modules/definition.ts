import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitions } from '../asl/src';
import { definitionText } from '../asl/src/language/state-machine';

/**
 * Reads a definition from `asl/` and puts the values in the place of its `${placeholders}`.
 *
 * @throws if a placeholder has no value, or a value no placeholder: either would be found only at run time; or if the
 * file is not as rendered: the policy would be that of other states
 */
export function definitionFrom(fileName: string, values: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const fill = (text: string) =>
    text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) {
        throw new Error(`${fileName}: the placeholder \${${name}} has no value.`);
      }
      used.add(name);
      return value;
    });
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') {
      return fill(node);
    }
    if (Array.isArray(node)) {
      return node.map(walk);
    }
    if (node === null || typeof node !== 'object') {
      return node;
    }
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [fill(key), walk(value)]));
  };
  const definition: unknown = JSON.parse(readFileSync(join(__dirname, '..', 'asl', fileName), 'utf8'));
  const source = definitions[fileName];
  if (source && JSON.stringify(definition) !== JSON.stringify(JSON.parse(definitionText(source)))) {
    throw new Error(
      `asl/${fileName} is not what asl/src says: change asl/src alone, and run npm run render.`,
    );
  }
  const filled = walk(definition);
  const unused = Object.keys(values).filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw new Error(`${fileName}: no placeholder uses the value of ${unused.join(', ')}.`);
  }
  return JSON.stringify(filled);
}
