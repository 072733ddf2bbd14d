import { Account, type AccountOptions } from './account';
import type { Mode } from './types';

/** Every account that a key belongs to, in both modes. */
export class Accounts {
  private readonly accounts = new Map<string, Account>();

  /** @param defaultIds the accounts of the keys that name none */
  constructor(
    private readonly defaultIds: Readonly<Record<Mode, string>>,
    private readonly options: AccountOptions,
  ) {}

  of({ mode, accountId = this.defaultIds[mode] }: { mode: Mode; accountId?: string }): Account {
    const name = `${accountId} ${mode}`;
    const account = this.accounts.get(name) ?? new Account(accountId, mode, this.options);
    this.accounts.set(name, account);
    return account;
  }
}
