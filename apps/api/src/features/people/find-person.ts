import type { CodeDelivery, LimitInForce } from '@raqam/shared/contract/admin-people';
import { countryOfPhone } from '@raqam/shared/country-of-phone';
import type { Phone } from '@raqam/shared/phone';
import type { Database } from '../../database/database.ts';
import type { Channel } from '../../database/database.types.ts';
import type { RowsOf } from '../../database/prepare.ts';
import type { People } from '../events/person.ts';
import { describeLimits, listBudgets } from './limits-in-force.ts';
import { findPersonBudgets, findPersonDeliveries } from './person.queries.ts';
import { findAdminUser } from './users.queries.ts';

/** One person: a user by anything that identifies them, or a number that has no user yet. */
export type Whom = { id: string } | { phone: Phone } | { telegram_id: number };

type UserRow = RowsOf<typeof findAdminUser>;

/** A person has a user, a number, or both. */
export interface Person {
  user: UserRow | undefined;
  /** null: the user lost it. */
  phone: Phone | null;
}

/** Deliveries that are shown. */
const DELIVERIES = 20;

/** The user whom `whom` identifies. */
export async function findUser(db: Database, whom: Whom): Promise<UserRow | undefined> {
  const [user] = await db.run(findAdminUser, { id: null, phone: null, telegram_id: null, ...whom });
  return user;
}

/** undefined: there is no such user, nor a number. */
export async function findPerson(db: Database, whom: Whom): Promise<Person | undefined> {
  const user = await findUser(db, whom);
  if (user) return { user, phone: user.phone as Phone | null }; // it was stored as one
  return 'phone' in whom ? { user, phone: whom.phone } : undefined;
}

export interface PersonFacts {
  /** ISO 3166; null where the number has none. */
  country: string | null;
  limits: LimitInForce[];
  deliveries: CodeDelivery[];
}

/** The facts by which an operator answers “why did she get no code?”. */
export async function findPersonFacts(
  db: Database,
  people: People,
  { user, phone }: Person,
  deliveriesMax: number = DELIVERIES,
): Promise<PersonFacts> {
  const counted = listBudgets(phone, user?.telegram_id ?? null);
  const [[read], sent] = await Promise.all([
    db.run(findPersonBudgets, { subjects: counted.map(({ subject }) => subject) }),
    phone === null ? [] : db.run(findPersonDeliveries, { people: people.idsOf(phone), size: deliveriesMax }),
  ]);
  return {
    country: phone && countryOfPhone(phone),
    limits: describeLimits(counted, read?.budgets ?? {}, read?.now ?? new Date()),
    deliveries: sent.map(({ created_at, updated_at, ...delivery }) => ({
      ...delivery,
      channel: delivery.channel as Exclude<Channel, 'telegram_login'>, // which sends nothing
      at: created_at.toISOString(),
      updated_at: updated_at.toISOString(),
    })),
  };
}
