import { Configuration, type Resource } from '../../../../clients/terraform/synthesized-stack';
import type { Finder } from '../../../../commands/adopt/finding';
import { environmentOf, type Environment } from '../../../../settings/environments';

type Client = new (config: object) => { send(command: object): Promise<unknown> };

/** Lets a service answer its operations with these; one that is not listed fails the test. */
export function answering(Service: Client, answers: Readonly<Record<string, unknown>>): void {
  jest.spyOn(Service.prototype, 'send').mockImplementation((command: unknown) => {
    const operation = (command as object).constructor.name.replace(/Command$/, '');
    const answer = answers[operation];
    if (answer === undefined) {
      throw new Error(`${operation} is not expected`);
    }
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
}

/** A service's error as the SDK throws it. */
export const refusal = (name: string, message = name) => Object.assign(new Error(message), { name });

/** What a finder says of a resource in live. */
export function find(
  finder: Finder,
  attributes: Resource['attributes'] = {},
  changed: Partial<Environment> = {},
) {
  const resource = { address: 'a.b', type: 'a', attributes };
  return finder(resource, {
    environment: { ...environmentOf('live'), ...changed },
    configuration: Object.assign(Object.create(Configuration.prototype), { content: {} }),
  });
}
