import { sql } from 'kysely';
import { prepare } from '../../../database/prepare.ts';
import { adminUserColumns, selectAdminUser } from '../users.queries.ts';

/** SQL: the words of a name, as the index has them. */
const namesOfUser = sql`to_tsvector('simple', translate(first_name || ' ' || last_name, '''\`‘’ʻʼ', ''))`;

/** Users that are looked at, from the newest, for those whom a query finds. */
const LOOKED_THROUGH = 2_000;

interface FoundUsers {
  /** A query of PostgreSQL's text search; null: none. */
  names: string | null;
  /** Only users before this id. */
  before: string;
  size: number;
}

/** The newest users among the last few thousand before the id: all, or those whose names match. */
export const findNewestUsers = prepare(
  'find-newest-users',
  adminUserColumns,
  (args: FoundUsers) => sql`
    SELECT ${selectAdminUser()} FROM (
      SELECT * FROM users WHERE id < ${args.before}::uuid ORDER BY id DESC LIMIT ${sql.lit(LOOKED_THROUGH)}
    ) AS users
    WHERE ${args.names}::text IS NULL OR ${namesOfUser} @@ ${args.names}::tsquery
    ORDER BY users.id DESC LIMIT ${args.size}`,
);

/** The newest users before the id whom one of the other arguments finds, by an index each. */
export const findUsersByIndex = prepare(
  'find-users-by-index',
  adminUserColumns,
  (
    args: FoundUsers & {
      /** The last digits of a number, from the last to the first; null: none. */
      reversed: string | null;
      telegram_id: number | null;
    },
  ) => sql`
    WITH found AS MATERIALIZED (
      SELECT id FROM users WHERE ${namesOfUser} @@ ${args.names}::tsquery
      UNION
      SELECT id FROM users WHERE reverse(phone) >= ${args.reversed} AND reverse(phone) < ${args.reversed} || ':'
      UNION
      SELECT id FROM users WHERE telegram_id = ${args.telegram_id}
    )
    SELECT ${selectAdminUser()} FROM users
    WHERE users.id = ANY(ARRAY(
      SELECT id FROM found WHERE id < ${args.before}::uuid ORDER BY id DESC LIMIT ${args.size}
    ))
    ORDER BY users.id DESC`,
);
