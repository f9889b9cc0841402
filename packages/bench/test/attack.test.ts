import { migrate } from '@raqam/api/database/migrate';
import { expect, test } from 'vitest';
import { measureAttacks } from '../src/measurements/attack.ts';
import { formatAttacks } from '../src/tables/attack-table.ts';
import { openDatabase } from '../src/usage/open-database.ts';

/** A small form of docs/abuse.md's attack: `pnpm bench --attack`. */
const SIZES = { numbers: 400, addresses: 40, dailyLimit: 50, owners: 3, paid: 3 };

test('an attack costs no more than strangers’ part of the budget, far less with enforce, and every owner gets in', async () => {
  const database = await openDatabase();
  try {
    await migrate(database.postgres.url);
    const [record, enforce, paying] = await measureAttacks(database, SIZES);
    process.stdout.write(formatAttacks([record, enforce, paying].flatMap((attack) => attack ?? [])));
    expect(record).toMatchObject({ sent: 45, asked: 0 });
    expect(enforce?.sent).toBe(20); // the unverified ones of a country and day
    expect(enforce?.asked).toBe(380);
    expect(paying?.sent).toBe(23);
    expect(paying?.derivations).toBeGreaterThanOrEqual(300);
    for (const attack of [record, enforce, paying]) expect(attack?.signedIn).toEqual({ press: 3, bot: 3, sms: 3 });
  } finally {
    await database.close();
  }
});
