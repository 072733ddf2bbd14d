import type { Arns } from '../../settings/arns';
import { statement, type Statement } from './statement';

/** Of a condition: the role has the permissions boundary of its environment. */
export const boundaryIs = (arns: Arns) => ({ 'iam:PermissionsBoundary': arns.boundary });

/**
 * What the deploy role may never do. Its other statements allow none of it; the denials hold even if somebody attaches a
 * wide policy to the role.
 */
export const deployDenials = (arns: Arns): Statement[] => [
  statement(
    'Deny',
    'KeepStripeKey',
    [
      'secretsmanager:DeleteSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
      'secretsmanager:UpdateSecret',
      'secretsmanager:UpdateSecretVersionStage',
    ],
    [arns.secret, arns.connectionSecret],
  ),
  // A meter event that is gone, deleted or expired, could be billed twice.
  statement(
    'Deny',
    'KeepLedger',
    ['dynamodb:DeleteTable', 'dynamodb:DeleteItem', 'dynamodb:UpdateTimeToLive'],
    arns.meterEventsTable,
  ),
  statement(
    'Deny',
    'KeepState',
    ['s3:DeleteBucket', 's3:DeleteBucketPolicy', 's3:PutBucketPolicy', 's3:PutBucketVersioning'],
    arns.stateBucket,
  ),
  statement(
    'Deny',
    'KeepStateObjects',
    ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    `${arns.stateBucket}/*.tfstate`,
  ),
  statement(
    'Deny',
    'KeepBoundary',
    [
      'iam:PutRolePermissionsBoundary',
      'iam:DeleteRolePermissionsBoundary',
      'iam:CreatePolicyVersion',
      'iam:SetDefaultPolicyVersion',
      'iam:DeletePolicy',
    ],
    [arns.allRoles, arns.boundary],
  ),
  // Only actions with the condition key iam:PermissionsBoundary. Without the key on other actions, a condition on them
  // would always hold. Source: Service Authorization Reference, AWS Identity and Access Management.
  statement(
    'Deny',
    'BoundedRoles',
    ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'],
    arns.allRoles,
    {
      StringNotEquals: boundaryIs(arns),
    },
  ),
];
