import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import type { Columns, RowOf } from './columns.ts';
import type { DB } from './database.types.ts';

/** A statement that PostgreSQL parses and plans once per connection, and that is compiled once per process. */
export interface Statement<Args, Row> {
  readonly name: string;
  /** The columns of a statement in SQL; Kysely derives those of its own queries from the schema. */
  readonly columns?: Columns;
  compile(): { text: string; parameters: readonly (keyof Args)[]; row?: Row };
}

/** The rows of a statement. */
export type RowsOf<S> = S extends Statement<infer _Args, infer Row> ? Row : never;

/** Every statement of this process by its name, for the test that compares them with the real schema. */
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
 * A prepared statement over named arguments, in SQL:
 *
 *     const findName = prepare('find-name', { first_name: 'varchar' }, (args: { id: string }) =>
 *       sql`SELECT first_name FROM users WHERE id = ${args.id}`);
 *
 * The declared columns are the type of its rows. A test compares them with those that PostgreSQL returns.
 * `build` runs once, when the statement is first used, with placeholders in place of arguments, so it must not read
 * their values.
 *
 * @throws when the name is taken: on a connection PostgreSQL would run the other statement under it
 */
export function prepare<Args extends object, const Declared extends Columns>(
  name: string,
  columns: Declared,
  build: (args: Args) => RawBuilder<unknown>,
): Statement<Args, RowOf<Declared>> {
  return register({ name, columns, compile: () => compile<Args>(name, (args) => build(args).compile(compiler)) });
}

/** A prepared statement over named arguments, as `prepare` makes it, by Kysely's query builder. */
export function prepareQuery<Args extends object, Row>(
  name: string,
  build: (args: Args, db: Kysely<DB>) => { compile(): CompiledQuery<Row> },
): Statement<Args, Row> {
  return register({ name, compile: () => compile<Args>(name, (args) => build(args, compiler).compile()) });
}

interface Compiled<Args> {
  text: string;
  parameters: (keyof Args)[];
}

function register<Args, Row>(statement: Statement<Args, Row>): Statement<Args, Row> {
  const { name, columns } = statement;
  if (statements.has(name)) throw new Error(`Two prepared statements are named ${name}`);
  let compiled: ReturnType<typeof statement.compile> | undefined;
  const cached: Statement<Args, Row> = {
    name,
    ...(columns && { columns }),
    compile() {
      compiled ??= statement.compile();
      return compiled;
    },
  };
  statements.set(name, cached);
  return cached;
}

function compile<Args extends object>(name: string, build: (args: Args) => CompiledQuery<unknown>): Compiled<Args> {
  const placeholders = new Proxy({}, { get: (_, property) => new Parameter(String(property)) }) as Args; // see `prepare`
  const { sql, parameters } = build(placeholders);
  const names = parameters.map((parameter) => {
    if (parameter instanceof Parameter) return parameter.name as keyof Args; // made for a property of Args alone
    throw new Error(`${name}: a prepared statement takes arguments and literals, no values`);
  });
  const distinct = [...new Set(names)]; // an argument that is used twice is sent once
  const position = (old: string) => distinct.findIndex((distinctName) => distinctName === names[Number(old) - 1]) + 1;
  return { text: sql.replace(/\$(\d+)/g, (_, old) => `$${position(old)}`), parameters: distinct };
}
