import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import { adminUserColumns, selectAdminUser } from './users.queries.ts';

/** The newest users before the id `before`: everybody, or those whom one of the other arguments finds. */
export const findFoundUsers = prepare(
  'find-found-users',
  adminUserColumns,
  (args: {
    is_everybody: boolean;
    /** A query of PostgreSQL's text search; null: none. */
    names: string | null;
    /** The last digits of a number, from the last to the first; null: none. */
    reversed: string | null;
    telegram_id: number | null;
    before: string;
    size: number;
  }) => sql`
    WITH found AS MATERIALIZED (
      SELECT id FROM users
      WHERE to_tsvector('simple', translate(first_name || ' ' || last_name, '''\`‘’ʻʼ', '')) @@ ${args.names}::tsquery
      UNION
      SELECT id FROM users WHERE reverse(phone) >= ${args.reversed} AND reverse(phone) < ${args.reversed} || ':'
      UNION
      SELECT id FROM users WHERE telegram_id = ${args.telegram_id}
    ), page AS MATERIALIZED (
      (SELECT id FROM found WHERE id < ${args.before}::uuid ORDER BY id DESC LIMIT ${args.size})
      UNION ALL
      (
        SELECT id FROM users WHERE ${args.is_everybody}::boolean AND id < ${args.before}::uuid
        ORDER BY id DESC LIMIT ${args.size}
      )
    )
    SELECT ${selectAdminUser()} FROM users WHERE users.id = ANY(ARRAY(SELECT id FROM page)) ORDER BY users.id DESC`,
);
