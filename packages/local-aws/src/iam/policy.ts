import { parseCondition, type PolicyCondition } from './conditions';
import { UnsupportedPolicyError } from './errors';
import { arnParts } from './patterns';

/** An `Action` or `Resource` element, or its negation. */
export interface Patterns {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly action: Patterns;
  /** Undefined in a trust policy: its resource is the role itself. */
  readonly resource?: Patterns;
  /** Only in a trust policy: the services that may assume the role, `*` for everyone. */
  readonly services: readonly string[];
  readonly conditions: readonly PolicyCondition[];
}

export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
}

type Elements = Readonly<Record<string, unknown>>;

const knownElements = {
  identity: ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
  trust: ['Sid', 'Effect', 'Action', 'NotAction', 'Principal', 'Condition'],
} as const;

/**
 * Reads a policy document as IAM stores it (JSON, not URL-encoded).
 *
 * @param kind `identity` (default): attached to a role, inline or managed; `trust`: who may assume a role.
 * @throws UnsupportedPolicyError naming the element, operator or value that the local IAM does not evaluate.
 */
export function parsePolicy(document: string, kind: 'identity' | 'trust' = 'identity'): PolicyDocument {
  const policy = object(parseJson(document), 'The policy');
  rejectUnknown(policy, ['Version', 'Id', 'Statement'], 'The policy');
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  return { statements: statements.map((statement) => parseStatement(object(statement, 'Statement'), kind)) };
}

function parseStatement(statement: Elements, kind: 'identity' | 'trust'): PolicyStatement {
  rejectUnknown(statement, knownElements[kind], `A statement of this ${kind} policy`);
  const { Effect: effect } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw unsupportedPolicy('Effect must be "Allow" or "Deny"');
  }
  const action = patterns(statement, 'Action');
  action.patterns.forEach(checkAction);
  const resource = kind === 'identity' ? patterns(statement, 'Resource') : undefined;
  resource?.patterns.forEach(checkResource);
  const services = kind === 'trust' ? servicesOf(statement.Principal, effect) : [];
  return { effect, action, resource, services, conditions: conditionsOf(statement.Condition) };
}

function patterns(statement: Elements, element: 'Action' | 'Resource'): Patterns {
  const names = [element, `Not${element}`].filter((name) => name in statement);
  if (names.length !== 1) {
    throw unsupportedPolicy(`A statement needs ${element} or Not${element}, and not both`);
  }
  return { negated: names[0] !== element, patterns: strings(statement[names[0]!], names[0]!) };
}

function conditionsOf(condition: unknown): PolicyCondition[] {
  if (condition === undefined) {
    return [];
  }
  return Object.entries(object(condition, 'Condition')).flatMap(([operator, keys]) =>
    Object.entries(object(keys, `Condition ${operator}`)).map(([key, value]) => {
      const values = strings(value, key);
      values.forEach(rejectVariable);
      return parseCondition(operator, key, values);
    }),
  );
}

function servicesOf(principal: unknown, effect: PolicyStatement['effect']): string[] {
  const everyone = principal === '*';
  const named = everyone ? { AWS: '*' } : object(principal, 'Principal');
  rejectUnknown(named, ['Service', 'AWS', 'Federated', 'CanonicalUser'], 'Principal');
  const services = named.Service === undefined ? [] : strings(named.Service, 'Principal.Service');
  const anybody = named.AWS !== undefined && strings(named.AWS, 'Principal.AWS').includes('*');
  // Whether "everyone" includes a service is not documented: a Deny is taken to, an Allow is not guessed.
  if (anybody && effect === 'Allow') {
    throw unsupportedPolicy('An Allow with Principal "*" is not supported');
  }
  return anybody ? [...services, '*'] : services;
}

function checkAction(action: string): void {
  if (action !== '*' && !/^[\w-]+:[\w*?]+$/.test(action)) {
    throw unsupportedPolicy(`"${action}" is not an action of IAM`);
  }
}

function checkResource(resource: string): void {
  rejectVariable(resource);
  if (resource === '*') {
    return;
  }
  const parts = arnParts(resource);
  if (parts === undefined || /[*?]/.test(`${parts[1]}${parts[2]}`)) {
    throw unsupportedPolicy(
      `Resource "${resource}" must be "*" or an ARN with six parts, partition and service in full`,
    );
  }
}

function rejectVariable(value: string): void {
  if (value.includes('${')) {
    throw unsupportedPolicy(`Policy variables are not supported, found "${value}"`);
  }
}

function rejectUnknown(elements: Elements, known: readonly string[], where: string): void {
  const unknown = Object.keys(elements).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw unsupportedPolicy(`${where} has the element "${unknown}"; known are ${known.join(', ')}`);
  }
}

function strings(value: unknown, element: string): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length > 0 && values.every((item) => ['string', 'boolean', 'number'].includes(typeof item))) {
    return values.map(String);
  }
  throw unsupportedPolicy(`${element} must be a text or a list of texts`);
}

function object(value: unknown, element: string): Elements {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Elements;
  }
  throw unsupportedPolicy(`${element} must be a JSON object`);
}

function parseJson(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw unsupportedPolicy('The policy is not JSON');
  }
}

function unsupportedPolicy(what: string): UnsupportedPolicyError {
  return new UnsupportedPolicyError(`${what} (local IAM)`);
}
