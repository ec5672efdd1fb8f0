import type { OnvifAccount } from './http-digest.ts';

interface DefaultAccount extends OnvifAccount {
  /** Of the manufacturer as the device names itself, or of any. */
  readonly maker: RegExp;
  /** Firmware that still has it, for people. */
  readonly until: string;
}

/**
 * Accounts that makers shipped, from their own manuals (as of November 2026). Newer firmware asks for a password at
 * first use; old cameras in the field still have these.
 */
export const DEFAULT_ACCOUNTS: readonly DefaultAccount[] = [
  { maker: /hikvision/i, username: 'admin', password: '12345', until: '2015 (5.3.0)' },
  { maker: /dahua|kbvision|amcrest|lorex/i, username: 'admin', password: 'admin', until: '2018' },
  { maker: /uniview|unv\b/i, username: 'admin', password: '123456', until: '2019' },
  { maker: /hanwha|samsung|wisenet/i, username: 'admin', password: '4321', until: '2014' },
  { maker: /axis/i, username: 'root', password: 'pass', until: '2019 (5.51)' },
  { maker: /vivotek/i, username: 'root', password: '', until: '2019' },
  { maker: /./, username: 'admin', password: 'admin', until: '' },
  { maker: /./, username: 'admin', password: '', until: '' },
];

/** Cameras lock an account after a few failures: never more tries than this. */
const MAX_TRIES = 2;

/** The accounts worth trying at a device of that maker; few, the maker's own first. */
export function defaultAccountsOf(manufacturer: string): OnvifAccount[] {
  return DEFAULT_ACCOUNTS.filter(({ maker }) => maker.test(manufacturer === '' ? 'unknown' : manufacturer))
    .slice(0, MAX_TRIES)
    .map(({ username, password }) => ({ username, password }));
}

/** Whether an account is one that some maker shipped; asks no device. */
export function isDefaultAccount(account: OnvifAccount): boolean {
  return DEFAULT_ACCOUNTS.some(
    ({ username, password }) => username === account.username && password === account.password,
  );
}
