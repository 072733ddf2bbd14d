import { matchesAction, matchesText } from '@usage-billing/local-aws/iam/patterns';
import { all, conditionVerdict, type ConditionValues, type Verdict } from './policy-conditions';
import { documentStatements, type DocumentStatement } from './policy-document';

/** What an AWS service wants to do with a resource on an account's behalf. */
export interface ServiceRequest {
  /** e.g. `cloudwatch.amazonaws.com`. */
  readonly service: string;
  readonly action: string;
  /** The resource's ARN. */
  readonly resource: string;
  readonly context: ConditionValues;
}

export interface Access {
  readonly decision: 'allowed' | 'denied' | 'unknown';
  /** What decided, for the operator; empty when allowed. */
  readonly reason: string;
}

/**
 * What a resource's own policy says to an AWS service: an explicit Deny wins, then an Allow. A statement that is not
 * understood never allows, and one that may deny is never taken not to.
 *
 * @param document the policy's JSON text
 */
export function serviceAccess(document: string, request: ServiceRequest): Access {
  const judged = documentStatements(document).map((statement) => ({
    statement,
    verdict: matches(statement, request),
  }));
  const of = (effect: string) => judged.filter(({ statement }) => statement.Effect === effect);
  const [allows, denies] = [of('Allow'), of('Deny')];
  const denying = denies.find(({ verdict }) => verdict === true);
  if (denying) {
    return { decision: 'denied', reason: `${named(denying.statement)} denies ${request.action}` };
  }
  const allowing = allows.some(({ verdict }) => verdict === true);
  const doubtful = (allowing ? denies : allows).find(({ verdict }) => typeof verdict === 'string');
  if (doubtful) {
    return { decision: 'unknown', reason: `${named(doubtful.statement)}: ${doubtful.verdict}` };
  }
  return allowing
    ? { decision: 'allowed', reason: '' }
    : { decision: 'denied', reason: `no statement allows ${request.action} to ${request.service}` };
}

const named = ({ Sid, Effect }: DocumentStatement) =>
  Sid ? `the statement ${Sid}` : `a statement with Effect ${Effect}`;

function matches(
  statement: DocumentStatement,
  { service, action, resource, context }: ServiceRequest,
): Verdict {
  return all([
    oneOf(statement, 'Action', (pattern) => matchesAction(pattern, action)),
    oneOf(statement, 'Resource', (pattern) => matchesText(pattern, resource)),
    meansService(statement, service),
    conditionVerdict(statement.Condition ?? {}, context),
  ]);
}

function oneOf(
  statement: DocumentStatement,
  element: 'Action' | 'Resource',
  means: (pattern: string) => boolean,
): Verdict {
  const [wanted, excluded] = [statement[element], statement[`Not${element}`]];
  if (wanted === undefined && excluded === undefined) {
    return `it has neither ${element} nor Not${element}`;
  }
  const patterns = [wanted ?? excluded ?? []].flat();
  const variable = patterns.find((pattern) => pattern.includes('${'));
  if (variable !== undefined) {
    return `the policy variable in ${variable} is not evaluated here`;
  }
  return patterns.some(means) === (wanted !== undefined);
}

function meansService({ Effect, Principal, NotPrincipal }: DocumentStatement, service: string): Verdict {
  if (Principal === undefined) {
    return NotPrincipal === undefined ? false : 'NotPrincipal is not evaluated here';
  }
  const { Service = [], AWS = [] } = typeof Principal === 'string' ? { AWS: Principal } : Principal;
  if ([Service].flat().includes(service)) {
    return true;
  }
  // A Deny for everyone includes services; whether an Allow does is not documented.
  if ([AWS].flat().includes('*')) {
    return Effect === 'Deny' || 'whether its principal "*" admits an AWS service is not documented';
  }
  return false;
}
