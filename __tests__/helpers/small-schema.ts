import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../clients/terraform/synth';

/**
 * Fields of GetProviderSchema.Response that map a type's name to its schema: resources, data sources and ephemeral
 * resources (docs/plugin-protocol/tfplugin5.9.proto in Terraform's repository).
 */
const mapsOfTypes = [2, 3, 8];

/** Wire type of strings, messages and maps, the only one in that response. */
const lengthDelimited = 2;

/** The types of resources and data sources of which the stacks import a construct. */
export function typesOfTheStacks(): Set<string> {
  const sources = ['modules', 'stacks'].flatMap((folder) =>
    readdirSync(path.join(projectDirectory, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(projectDirectory, folder, file), 'utf8')),
  );
  const imports = sources.join('\n').matchAll(/@cdktf\/provider-aws\/lib\/(?:data-aws-)?([\w-]+)'/g);
  return new Set([...imports].map(([, name = '']) => `aws_${name.replaceAll('-', '_')}`));
}

/** A GetProviderSchema.Response, in Protocol Buffers' encoding, with no other types than these. */
export function withTypes(response: Buffer, types: ReadonlySet<string>): Buffer {
  const kept: Buffer[] = [];
  for (let position = 0; position < response.length;) {
    const tag = varint(response, position);
    if ((tag.value & 7) !== lengthDelimited) {
      throw new Error(`The provider's schema has a field of wire type ${tag.value & 7}.`);
    }
    const length = varint(response, tag.end);
    const end = length.end + length.value;
    if (!mapsOfTypes.includes(tag.value >> 3) || types.has(keyOf(response.subarray(length.end, end)))) {
      kept.push(response.subarray(position, end));
    }
    position = end;
  }
  return Buffer.concat(kept);
}

/** The key of a map's entry, which is the entry's first field. */
function keyOf(entry: Buffer): string {
  const length = varint(entry, varint(entry, 0).end);
  return entry.toString('utf8', length.end, length.end + length.value);
}

function varint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let end = start, factor = 1; ; factor *= 128) {
    const byte = bytes[end++]!;
    value += (byte & 127) * factor;
    if (byte < 128) {
      return { value, end };
    }
  }
}
