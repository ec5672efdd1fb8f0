import type { UserId } from '@thapcanh/core/ids';
import { ROLES, type Role } from '@thapcanh/core/people/role';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Access, type Auth, requireAccess } from './access.ts';
import type { SecondFactorRepository } from './second-factor.repository.ts';
import type { RoleRule, SecondFactor, SecondFactorStart } from './second-factor.schema.ts';
import { hashRecoveryCode, newRecoveryCodes, newTotpSecret, stepOfCode, totpUri } from './totp.ts';

export type SecondFactorProof = ReturnType<typeof createSecondFactorProof>;

/** Whether a code proves somebody's second factor: of the phone or of the recovery codes; each proves once. */
export function createSecondFactorProof(deps: {
  factors: SecondFactorRepository;
  secrets: { open(sealed: Buffer): string };
  clock: Clock;
}) {
  const { factors, secrets, clock } = deps;
  return async (userId: UserId, code: string): Promise<boolean> => {
    const row = await factors.find(userId);
    if (row === null || row.confirmed_at === null) return false;
    const typed = code.replace(/\s/g, '');
    const nowMs = clock.nowMs();
    if (!/^\d{6}$/.test(typed)) return factors.useRecoveryCode(userId, hashRecoveryCode(typed), new Date(nowMs));
    const step = stepOfCode(secrets.open(row.secret_sealed), typed, nowMs);
    return step !== null && factors.useStep(userId, step);
  };
}

export type SecondFactorService = ReturnType<typeof createSecondFactorService>;

/** Setting up the own second factor, taking away somebody's, and which roles need one. */
export function createSecondFactorService(deps: {
  factors: SecondFactorRepository;
  prove: SecondFactorProof;
  /** The password once more; wrong ones count towards the lock. */
  reprove: (auth: Auth, password: string) => Promise<Access>;
  secrets: { seal(text: string): Buffer; open(sealed: Buffer): string };
  clock: Clock;
  /** Called after what sessions stand for may have changed. */
  onChanged: () => void;
}) {
  const { factors, prove, reprove, secrets, clock, onChanged } = deps;

  function newCodes(): { codes: string[]; codeHashes: Buffer[] } {
    const codes = newRecoveryCodes();
    return { codes, codeHashes: codes.map(hashRecoveryCode) };
  }

  return {
    async own(auth: Auth): Promise<SecondFactor> {
      const { userId, grants } = requireAccess(auth, 'session.own');
      const row = await factors.find(userId);
      const inNeed = await factors.rolesInNeed();
      const isOn = row !== null && row.confirmed_at !== null;
      return {
        isOn,
        isNeeded: grants.some(({ role }) => inNeed.has(role)),
        recoveryCodesLeft: isOn ? row.codes_left : 0,
      };
    },

    /** A new secret that is not in force until `confirm`. Throws `TC_PASSWORD_WRONG` or `TC_SECOND_FACTOR_ON`. */
    async begin(auth: Auth, password: string): Promise<SecondFactorStart> {
      requireAccess(auth, 'session.own');
      const { userId, username } = await reprove(auth, password);
      const secret = newTotpSecret();
      if (!(await factors.begin(userId, secrets.seal(secret), new Date(clock.nowMs())))) {
        throw apiError('TC_SECOND_FACTOR_ON');
      }
      return { secret, uri: totpUri(secret, username) };
    },

    /** In force from now on; gives the recovery codes, once. Throws `TC_SECOND_FACTOR_NONE` or `TC_CODE_UNPROVEN`. */
    async confirm(auth: Auth, code: string): Promise<string[]> {
      const { userId, actor } = requireAccess(auth, 'session.own');
      const row = await factors.find(userId);
      if (row === null || row.confirmed_at !== null) throw apiError('TC_SECOND_FACTOR_NONE');
      const nowMs = clock.nowMs();
      const step = stepOfCode(secrets.open(row.secret_sealed), code.replace(/\s/g, ''), nowMs);
      if (step === null) throw apiError('TC_CODE_UNPROVEN');
      const { codes, codeHashes } = newCodes();
      const proof = { step, at: new Date(nowMs), codeHashes, secret: row.secret_sealed };
      if (!(await factors.confirm(userId, proof, actor))) throw apiError('TC_SECOND_FACTOR_NONE');
      onChanged();
      return codes;
    },

    /** New recovery codes in place of all old ones. Throws `TC_PASSWORD_WRONG` or `TC_SECOND_FACTOR_NONE`. */
    async renewCodes(auth: Auth, password: string): Promise<string[]> {
      requireAccess(auth, 'session.own');
      const { userId, actor } = await reprove(auth, password);
      const row = await factors.find(userId);
      if (row === null || row.confirmed_at === null) throw apiError('TC_SECOND_FACTOR_NONE');
      const { codes, codeHashes } = newCodes();
      await factors.replaceCodes(userId, codeHashes, actor);
      return codes;
    },

    /** Throws `TC_SECOND_FACTOR_NEEDED`, `TC_PASSWORD_WRONG`, `TC_CODE_UNPROVEN` or `TC_SECOND_FACTOR_NONE`. */
    async end(auth: Auth, input: { password: string; code: string }): Promise<void> {
      const own = await this.own(auth);
      if (!own.isOn) throw apiError('TC_SECOND_FACTOR_NONE');
      if (own.isNeeded) throw apiError('TC_SECOND_FACTOR_NEEDED');
      const { userId, actor } = await reprove(auth, input.password);
      if (!(await prove(userId, input.code))) throw apiError('TC_CODE_UNPROVEN');
      await factors.remove(userId, 'factor.off', actor);
      onChanged();
    },

    /** For whoever lost phone and recovery codes; logs them out everywhere. Throws `TC_SECOND_FACTOR_NONE`. */
    async reset(auth: Auth, userId: UserId): Promise<void> {
      const { actor } = requireAccess(auth, 'user.manage');
      if (!(await factors.remove(userId, 'factor.reset', actor))) throw apiError('TC_SECOND_FACTOR_NONE');
      onChanged();
    },

    async listRules(auth: Auth): Promise<RoleRule[]> {
      requireAccess(auth, 'user.manage');
      const inNeed = await factors.rolesInNeed();
      return ROLES.map((role) => ({ role, needsSecondFactor: inNeed.has(role) }));
    },

    /** Whoever has the role and no second factor can do nothing else than set one up, from their next request on. */
    async setRule(auth: Auth, role: Role, needsSecondFactor: boolean): Promise<RoleRule> {
      const { actor } = requireAccess(auth, 'user.manage');
      await factors.setRoleNeed(role, needsSecondFactor, actor);
      onChanged();
      return { role, needsSecondFactor };
    },
  };
}
