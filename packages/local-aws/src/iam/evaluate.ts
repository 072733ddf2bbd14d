import { conditionHolds, contextValues, type RequestContext } from './conditions';
import { UnsupportedPolicyError } from './errors';
import { matchesAction, matchesArn, matchesText } from './patterns';
import type { PolicyDocument, PolicyStatement } from './policy';

/** Named as SimulatePrincipalPolicy names its decisions. */
export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

export interface AccessRequest {
  /** e.g. `dynamodb:UpdateItem`. */
  readonly action: string;
  /** The resource's ARN; `*` for an action that has none. */
  readonly resource: string;
  readonly context: RequestContext;
}

export interface TrustRequest {
  /** e.g. `states.amazonaws.com`. */
  readonly principalService: string;
  readonly context: RequestContext;
}

/**
 * The decision of a role's identity policies on a request: an explicit deny wins, then an allow.
 *
 * @throws UnsupportedPolicyError where a resource pattern's meaning for this request is not documented.
 */
export function evaluate(policies: readonly PolicyDocument[], request: AccessRequest): Decision {
  return decide(applicable(policies, request), request.context);
}

/** The policies that decide what a role may do. */
export interface RolePermissions {
  readonly identity: readonly PolicyDocument[];
  /** The permissions boundary: it allows nothing by itself, and limits what the identity policies allow. */
  readonly boundary?: PolicyDocument;
}

/** What a role may do: an explicit deny of either wins, and an allow needs both, the boundary if there is one. */
export function evaluateRole({ identity, boundary }: RolePermissions, request: AccessRequest): Decision {
  const decisions = [evaluate(identity, request), ...(boundary ? [evaluate([boundary], request)] : [])];
  if (decisions.includes('explicitDeny')) {
    return 'explicitDeny';
  }
  return decisions.includes('implicitDeny') ? 'implicitDeny' : 'allowed';
}

/** Whether a role's trust policy lets a service assume it (`sts:AssumeRole`). */
export function evaluateTrust(policy: PolicyDocument, request: TrustRequest): Decision {
  return decide(applicableTrust(policy, request), request.context);
}

/** Condition keys on which the decision depends and which the request does not have. */
export function missingContextKeys(
  { identity, boundary }: RolePermissions,
  request: AccessRequest,
): string[] {
  const policies = boundary ? [...identity, boundary] : identity;
  return missingKeys(applicable(policies, request), request.context);
}

/** The same for a trust policy. */
export function missingTrustContextKeys(policy: PolicyDocument, request: TrustRequest): string[] {
  return missingKeys(applicableTrust(policy, request), request.context);
}

function decide(statements: readonly PolicyStatement[], context: RequestContext): Decision {
  const holding = statements.filter(({ conditions }) =>
    conditions.every((condition) => conditionHolds(condition, context)),
  );
  if (holding.some(({ effect }) => effect === 'Deny')) {
    return 'explicitDeny';
  }
  return holding.length > 0 ? 'allowed' : 'implicitDeny';
}

function missingKeys(statements: readonly PolicyStatement[], context: RequestContext): string[] {
  const keys = statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  return [...new Set(keys)].filter((key) => contextValues(context, key).length === 0);
}

/** Statements whose action and resource match the request, regardless of their conditions. */
function applicable(policies: readonly PolicyDocument[], request: AccessRequest): PolicyStatement[] {
  return policies
    .flatMap(({ statements }) => statements)
    .filter(
      (statement) =>
        meansAction(statement, request.action) &&
        statement.resource !== undefined &&
        statement.resource.patterns.some((pattern) => matchesResource(pattern, request.resource)) !==
          statement.resource.negated,
    );
}

function applicableTrust(policy: PolicyDocument, { principalService }: TrustRequest): PolicyStatement[] {
  return policy.statements.filter(
    (statement) =>
      meansAction(statement, 'sts:AssumeRole') &&
      statement.services.some((service) => service === '*' || service === principalService),
  );
}

function meansAction({ action }: PolicyStatement, requested: string): boolean {
  return action.patterns.some((pattern) => matchesAction(pattern, requested)) !== action.negated;
}

function matchesResource(pattern: string, resource: string): boolean {
  if (pattern === '*') {
    return true;
  }
  const byPart = matchesArn(pattern, resource);
  // AWS lets some wildcards match across the colons of an ARN; where that would matter, nothing is guessed.
  if (byPart !== matchesText(pattern, resource)) {
    throw new UnsupportedPolicyError(
      `resource pattern "${pattern}" matches "${resource}" only across a colon, which the local IAM does not support`,
    );
  }
  return byPart;
}
