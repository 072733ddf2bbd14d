import type { Tag } from '@aws-sdk/client-sfn';
import { AwsError } from '../../endpoint/errors';

/** The tags of state machines. */
export class Tags {
  private readonly resources = new Map<string, Map<string, string>>();

  created(arn: string, tags: readonly Tag[]): void {
    this.resources.set(arn, new Map());
    this.add(arn, tags);
  }

  deleted(arn: string): void {
    this.resources.delete(arn);
  }

  add(arn: string, tags: readonly Tag[]): void {
    for (const { key = '', value = '' } of tags) {
      this.of(arn).set(key, value);
    }
  }

  remove(arn: string, keys: readonly string[]): void {
    for (const key of keys) {
      this.of(arn).delete(key);
    }
  }

  list(arn: string): { tags: Tag[] } {
    return { tags: [...this.of(arn)].map(([key, value]) => ({ key, value })) };
  }

  private of(arn: string): Map<string, string> {
    const tags = this.resources.get(arn);
    if (!tags) {
      throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
    }
    return tags;
  }
}
