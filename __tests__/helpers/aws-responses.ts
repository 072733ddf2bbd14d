import { SynthesizedStack, type SynthesizedResource } from '../../clients/terraform/synthesized-stack';
import type { Finder } from '../../commands/adopt/finder';
import { environmentOf, type Environment } from '../../settings/environments';

type Client = new (config: object) => { send(command: object): Promise<unknown> };

/** Lets a service respond to its operations with these; one that is not listed fails the test. */
export function responding(Service: Client, responses: Readonly<Record<string, unknown>>): void {
  jest.spyOn(Service.prototype, 'send').mockImplementation((command: unknown) => {
    const operation = (command as object).constructor.name.replace(/Command$/, '');
    const response = responses[operation];
    if (response === undefined) {
      throw new Error(`${operation} is not expected`);
    }
    return response instanceof Error ? Promise.reject(response) : Promise.resolve(response);
  });
}

/** A service's error as the SDK throws it. */
export const refusal = (name: string, message = name) => Object.assign(new Error(message), { name });

/** What a finder says of a resource in live. */
export function find(
  finder: Finder,
  attributes: SynthesizedResource['attributes'] = {},
  changed: Partial<Environment> = {},
) {
  const resource = { address: 'a.b', type: 'a', attributes };
  return finder(resource, {
    environment: { ...environmentOf('live'), ...changed },
    configuration: Object.assign(Object.create(SynthesizedStack.prototype), { content: {} }),
  });
}
