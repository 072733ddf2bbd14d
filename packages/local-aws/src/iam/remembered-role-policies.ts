import { RolePolicies, type RolePolicyDocuments } from './role';

/**
 * Reads a role from IAM once, until something may have changed: an execution asks some twenty times, and moto, which
 * handles one request at a time, would spend most of its time on that.
 */
export class RememberedRolePolicies extends RolePolicies {
  private readonly reads = new Map<string, Promise<RolePolicyDocuments>>();

  override of(roleArn: string): Promise<RolePolicyDocuments> {
    const known = this.reads.get(roleArn);
    if (known) {
      return known;
    }
    const read = super.of(roleArn);
    this.reads.set(roleArn, read);
    read.catch(() => this.reads.delete(roleArn));
    return read;
  }

  /** To be called after every change, so that the next call notices a removed permission. */
  forget(): void {
    this.reads.clear();
  }
}
