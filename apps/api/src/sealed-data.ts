import { randomBytes } from 'node:crypto';
import type { Bilingual } from '@raqam/service/bilingual';
import type { ApiReadiness, RotationState } from '@raqam/service/readiness';
import type { Database } from './database/database.ts';
import { openCanary, prepareCanary } from './encryption/canary.ts';
import { createFernet } from './encryption/fernet.ts';
import { type Pass, reencrypt, type SealedColumn, type SealedData } from './encryption/reencrypt.ts';
import { openVault } from './encryption/vault.ts';
import type { Config } from './env.ts';
import { passports } from './features/profile/check-fernet-key.ts';
import { sealedSecrets } from './features/webhooks/webhooks.queries.ts';
import { startHourly } from './hourly.ts';
import { REFRESH_TOKEN } from './policy.ts';

/** The columns that `keys.vault` encrypts; not signing_keys, where each value of SECRET_KEY has a row of its own. */
const vaultColumns: readonly SealedColumn[] = [sealedSecrets];
const vaultCanary = prepareCanary('vault_canary');

/** All that is encrypted in the database, by key. */
export function listSealedData({ secretKeys, fernetKeys }: Pick<Config, 'secretKeys' | 'fernetKeys'>): SealedData[] {
  return [
    // a refresh token of the previous key works until it has been idle for so long
    {
      variable: 'SECRET_KEY',
      fernet: openVault(secretKeys),
      canary: vaultCanary,
      columns: vaultColumns,
      neededFor: REFRESH_TOKEN.idle,
    },
    ...(fernetKeys
      ? [
          {
            variable: 'FERNET_KEY' as const,
            fernet: createFernet(fernetKeys, Date.now, randomBytes),
            neededFor: 0,
            ...passports,
          },
        ]
      : []),
  ];
}

/**
 * The state of the rotation of one key.
 *
 * @param now milliseconds
 */
export async function findRotationState(
  db: Database,
  { fernet, canary, neededFor }: SealedData,
  now: number,
): Promise<RotationState> {
  const opened = await openCanary(db, canary, fernet);
  if (!fernet.isRotating) return 'off';
  return opened?.isNewest && opened.at + neededFor * 1000 <= now ? 'done' : 'running';
}

/** The states of all rotations, as /readyz shows them. */
export async function findRotations(db: Database, data: readonly SealedData[]): Promise<ApiReadiness['rotations']> {
  const stateOf = async (variable: SealedData['variable']) => {
    const sealed = data.find((one) => one.variable === variable);
    return sealed ? findRotationState(db, sealed, Date.now()) : 'off';
  };
  return { secret_key: await stateOf('SECRET_KEY'), fernet_key: await stateOf('FERNET_KEY') };
}

export interface ReencryptionOptions {
  onError(error: Error): void;
  /** Called with each column that holds data which neither value of the variable can read. */
  onUnreadable(variable: SealedData['variable'], column: string): void;
}

/** Encrypts anew, soon after the start and then hourly, what a previous key encrypted. Returns a function that stops it. */
export function startReencryption(
  db: Database,
  data: readonly SealedData[],
  { onError, onUnreadable }: ReencryptionOptions,
): () => void {
  return startHourly(async ({ isFirst, signal }) => {
    const pass: Pass = { mayFinish: !isFirst, signal };
    for (const sealed of data) {
      const unreadable = await reencrypt(db, sealed, pass).catch((error: Error) => {
        if (!signal.aborted) onError(error);
        return [];
      });
      for (const column of unreadable) onUnreadable(sealed.variable, column);
    }
  });
}

/** What the operator reads about a column that holds data of a third key. */
export function unreadableData(variable: SealedData['variable'], column: string): Bilingual {
  return {
    en: `The column ${column} holds data that neither value of ${variable} (service api) can read. Add the value that encrypted it as the second one, or have this data entered again`,
    uz: `${column} ustunida ${variable} (api xizmati) qiymatlarining hech biri bilan o‘qib bo‘lmaydigan ma’lumot bor. Uni shifrlagan qiymatni ikkinchi qilib qo‘shing yoki ma’lumotni qayta kiriting`,
  };
}
