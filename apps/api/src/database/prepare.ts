import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { DB } from './database.types.ts';

/** A statement that PostgreSQL parses and plans once per connection, and that is compiled once per process. */
export interface Statement<Args, Row> {
  readonly name: string;
  compile(): { text: string; parameters: readonly (keyof Args)[]; row?: Row };
}

/** Every statement of this process by its name, for the test that prepares all of them against the real schema. */
export const statements = new Map<string, Statement<never, unknown>>();

/** Compiles queries, never runs them. */
const compiler = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A prepared statement over named arguments:
 *
 *     const findUser = prepare('find-user', (args: { id: string }, db) =>
 *       db.selectFrom('users').selectAll().where('id', '=', args.id));
 *
 * `build` runs once, when the statement is first used, with placeholders in place of arguments, so it must not read
 * their values.
 *
 * @throws when the name is taken: on a connection PostgreSQL would run the other statement under it
 */
export function prepare<Args extends object, Row>(
  name: string,
  build: (args: Args, db: Kysely<DB>) => { compile(compiler: Kysely<DB>): CompiledQuery<Row> },
): Statement<Args, Row> {
  if (statements.has(name)) throw new Error(`Two prepared statements are named ${name}`);
  let compiled: { text: string; parameters: (keyof Args)[] } | undefined;
  const statement: Statement<Args, Row> = {
    name,
    compile() {
      compiled ??= compile(build);
      return compiled;
    },
  };
  statements.set(name, statement);
  return statement;
}

function compile<Args extends object, Row>(
  build: (args: Args, db: Kysely<DB>) => { compile(compiler: Kysely<DB>): CompiledQuery<Row> },
) {
  const placeholders = new Proxy({}, { get: (_, name) => new Parameter(String(name)) }) as Args; // see `build`
  const { sql, parameters } = build(placeholders, compiler).compile(compiler);
  const names = parameters.map((parameter) => {
    if (parameter instanceof Parameter) return parameter.name as keyof Args; // made for a property of Args alone
    throw new Error('A prepared statement takes arguments and literals, no values');
  });
  const distinct = [...new Set(names)]; // an argument that is used twice is sent once
  const position = (old: string) => distinct.findIndex((name) => name === names[Number(old) - 1]) + 1;
  return { text: sql.replace(/\$(\d+)/g, (_, old) => `$${position(old)}`), parameters: distinct };
}
