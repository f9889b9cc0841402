import type { Bilingual } from '@raqam/service/bilingual';
import { railwayReference } from '@raqam/service/environment';
import pg from 'pg';
import { type Database, nameFailure } from './database.ts';
import { isMigrated } from './migrate.ts';

/** For the log: what happened, with nothing of DATABASE_URL in it, and what to do. */
interface DatabaseTrouble {
  kind: 'database' | 'migrations';
  reason: string;
  mend: Bilingual;
}

export const outOfReach = {
  en: `The database is out of reach, or refuses what DATABASE_URL (service api) says. See that PostgreSQL runs, and that host, port, user, password and database are right; on Railway set DATABASE_URL=${railwayReference('Postgres.DATABASE_URL')} in the variables of api`,
  uz: `Ma’lumotlar bazasiga ulanib bo‘lmadi yoki u DATABASE_URL’dagi (api xizmati) ma’lumotlarni qabul qilmadi. PostgreSQL ishlayotganini, host, port, foydalanuvchi, parol va baza nomi to‘g‘riligini tekshiring; Railway’da api o‘zgaruvchilariga DATABASE_URL=${railwayReference('Postgres.DATABASE_URL')} deb yozing`,
};

const notMigrated = {
  en: 'The database of DATABASE_URL (service api) is not migrated: run `pnpm db:migrate` with the same DATABASE_URL; on Railway it is the pre-deploy command of api',
  uz: 'DATABASE_URL’dagi (api xizmati) bazaga migratsiyalar qo‘llanmagan: xuddi shu DATABASE_URL bilan `pnpm db:migrate` buyrug‘ini bajaring; Railway’da u api xizmatining pre-deploy buyrug‘idir',
};

/** What keeps the api from serving with this database; undefined: nothing. */
export async function findDatabaseTrouble(db: Database): Promise<DatabaseTrouble | undefined> {
  try {
    return (await isMigrated(db))
      ? undefined
      : { kind: 'migrations', reason: 'migrations are missing', mend: notMigrated };
  } catch (error) {
    return { kind: 'database', reason: nameFailure(error), mend: outOfReach };
  }
}

/**
 * The trouble, if `error` says that there was no connection: one of the system's, or of PostgreSQL's classes 08
 * (connection), 28 (user, password), 3D (no such database), 53 (resources) and 57 (shutdown).
 */
export function describeUnreachable(error: unknown): DatabaseTrouble | undefined {
  const code = Reflect.get(Object(error), 'code');
  const isAnswer = error instanceof pg.DatabaseError && !/^(?:08|28|3D|53|57)/.test(error.code ?? '');
  return typeof code === 'string' && !isAnswer
    ? { kind: 'database', reason: nameFailure(error), mend: outOfReach }
    : undefined;
}
