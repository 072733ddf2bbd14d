import type { Json } from '@usage-billing/local-aws/json';

interface State {
  readonly Resource?: string;
  readonly Arguments?: Json;
  readonly ItemProcessor?: { readonly States: Record<string, State> };
}

/** Every state of a definition, those of its Maps too. */
export function statesOf(definition: string): [string, State][] {
  const walk = (states: Record<string, State>): [string, State][] =>
    Object.entries(states).flatMap(([name, state]) => [
      [name, state],
      ...walk(state.ItemProcessor?.States ?? {}),
    ]);
  return walk((JSON.parse(definition) as { States: Record<string, State> }).States);
}

const apis: Readonly<Record<string, string>> = { cloudwatch: 'cloudwatch', dynamodb: 'dynamodb' };

/**
 * What the states of a definition do with DynamoDB and CloudWatch, as IAM actions with the resources that they name,
 * once each; tables and indexes by name.
 */
export function requestsOf(definition: string): string[] {
  const requests = statesOf(definition).flatMap(([, { Resource = '', Arguments = '' }]) => {
    const [, api = '', operation = ''] = /:(?:aws-sdk:)?(\w+):(\w+)$/.exec(Resource) ?? [];
    if (!apis[api]) {
      return [];
    }
    const text = JSON.stringify(Arguments);
    const named = (field: string) =>
      new RegExp(`["']${field}["']: ?["']([\\w/-]+)["']`).exec(text)?.[1] ?? '';
    const action = `${api}:${operation[0]!.toUpperCase()}${operation.slice(1)}`;
    const index = named('IndexName');
    return [
      `${action} ${api === 'dynamodb' ? named('TableName') + (index && `/index/${index}`) : named('Namespace')}`,
    ];
  });
  return [...new Set(requests)].sort();
}
