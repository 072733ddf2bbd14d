import type { IAMClient } from '@aws-sdk/client-iam';
import { randomUUID } from 'node:crypto';
import type { RequestContext } from './conditions';
import { UnsupportedPolicyError } from './errors';
import {
  evaluate,
  evaluateRole,
  missingContextKeys,
  type AccessRequest,
  type RolePermissions,
} from './evaluate';
import { RolePolicies } from './role';

const knownParameters =
  /^(Action|Version|PolicySourceArn|(ActionNames|ResourceArns|ContextEntries)\.member\..+)$/;

/**
 * Handles iam:SimulatePrincipalPolicy for a role within its permissions boundary, without pages and without `MatchedStatements`.
 *
 * @param form the Query API's form: PolicySourceArn, ActionNames, ResourceArns (default `*`), ContextEntries.
 * @returns the XML body of a 200.
 * @throws NoSuchEntityException (AWS SDK) when there is no such role.
 * @throws UnsupportedPolicyError for users and groups, other parameters, and policies that cannot be evaluated.
 */
export async function simulatePrincipalPolicy(form: URLSearchParams, iam: IAMClient): Promise<string> {
  const unknown = [...form.keys()].find((name) => !knownParameters.test(name));
  if (unknown !== undefined) {
    throw new UnsupportedPolicyError(
      `SimulatePrincipalPolicy with ${unknown} is not supported by the local IAM`,
    );
  }
  const permissions = await new RolePolicies(iam).of(form.get('PolicySourceArn') ?? '');
  const context = contextEntries(form);
  const resources = members(form, 'ResourceArns');
  const requests = members(form, 'ActionNames').flatMap((action) =>
    (resources.length > 0 ? resources : ['*']).map((resource) => ({ action, resource, context })),
  );
  const results = requests.map((request) => result(permissions, request)).join('');
  return (
    '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">' +
    '<SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>' +
    `<EvaluationResults>${results}</EvaluationResults></SimulatePrincipalPolicyResult>` +
    `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>` +
    '</SimulatePrincipalPolicyResponse>'
  );
}

function result(permissions: RolePermissions, request: AccessRequest): string {
  const missing = missingContextKeys(permissions, request).map((key) => `<member>${escaped(key)}</member>`);
  return (
    `<member><EvalActionName>${escaped(request.action)}</EvalActionName>` +
    `<EvalResourceName>${escaped(request.resource)}</EvalResourceName>` +
    `<EvalDecision>${evaluateRole(permissions, request)}</EvalDecision><MatchedStatements/>` +
    `<MissingContextValues>${missing.join('')}</MissingContextValues>${boundaryDetail(permissions, request)}</member>`
  );
}

/** Only of a role with a permissions boundary. Source: IAM API, `PermissionsBoundaryDecisionDetail`. */
function boundaryDetail({ boundary }: RolePermissions, request: AccessRequest): string {
  if (!boundary) {
    return '';
  }
  const allowed = evaluate([boundary], request) === 'allowed';
  return (
    '<PermissionsBoundaryDecisionDetail>' +
    `<AllowedByPermissionsBoundary>${allowed}</AllowedByPermissionsBoundary>` +
    '</PermissionsBoundaryDecisionDetail>'
  );
}

function contextEntries(form: URLSearchParams): RequestContext {
  const context: Record<string, string[]> = {};
  for (let entry = 1; form.has(`ContextEntries.member.${entry}.ContextKeyName`); entry++) {
    const prefix = `ContextEntries.member.${entry}`;
    context[form.get(`${prefix}.ContextKeyName`)!] = members(form, `${prefix}.ContextKeyValues`);
  }
  return context;
}

function members(form: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (let member = 1; form.has(`${name}.member.${member}`); member++) {
    values.push(form.get(`${name}.member.${member}`)!);
  }
  return values;
}

function escaped(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
