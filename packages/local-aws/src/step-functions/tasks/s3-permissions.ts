import { StatesError } from '../types';
import type { RequiredPermission } from './execution-role-session';
import { runtimeError, text } from './task-arguments';
import { type JsonObject } from '../../json';

/** Reading the source object and writing the target object. */
export function copyPermissions(input: JsonObject): RequiredPermission[] {
  const target = objectArn(text(input, 'Bucket'), text(input, 'Key'));
  const { bucket, key, versionId } = copySource(text(input, 'CopySource'));
  return [
    { action: versionId ? 's3:GetObjectVersion' : 's3:GetObject', resource: objectArn(bucket, key) },
    { action: 's3:PutObject', resource: target },
  ];
}

export function headPermissions(input: JsonObject): RequiredPermission[] {
  const action = input['VersionId'] === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return [{ action, resource: objectArn(text(input, 'Bucket'), text(input, 'Key')) }];
}

/** Without it S3 responds with 403 for an object that does not exist. */
export function listPermission(bucket: string): RequiredPermission {
  return { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` };
}

/** `CopySource` is `<bucket>/<URL-encoded key>`, with or without a slash in front. */
function copySource(value: string): { bucket: string; key: string; versionId?: string } {
  if (value.startsWith('arn:')) {
    throw runtimeError('local Step Functions does not support an access point as CopySource.');
  }
  // A header takes no such characters: the request would not be the one that was signed.
  if (/[^\x20-\x7e]/.test(value)) {
    throw invalidSource('CopySource must be URL-encoded.');
  }
  const [, bucket, encodedKey, versionId] = /^\/?([^/]+)\/(.+?)(?:\?versionId=(.+))?$/.exec(value) ?? [];
  if (bucket === undefined || encodedKey === undefined) {
    throw invalidSource('CopySource must be <bucket>/<key>.');
  }
  try {
    return { bucket, key: decodeURIComponent(encodedKey), versionId };
  } catch {
    throw invalidSource('Invalid copy source encoding.');
  }
}

function invalidSource(message: string): StatesError {
  return new StatesError('S3.S3Exception', `${message} (Service: S3, Status Code: 400)`);
}

function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}
