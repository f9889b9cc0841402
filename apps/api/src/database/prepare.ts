import { createQueryId, PostgresQueryCompiler, type RawBuilder } from 'kysely';
import type { Columns, RowOf } from './columns.ts';

/** A statement that PostgreSQL parses and plans once per connection, and that is compiled once per process. */
export interface Statement<Args, Row> {
  readonly name: string;
  readonly columns: Columns;
  compile(): { text: string; parameters: readonly (keyof Args)[]; row?: Row };
}

/** The rows of a statement. */
export type RowsOf<S> = S extends Statement<infer _Args, infer Row> ? Row : never;

/** Every statement of this process by its name, for the test that compares them with the real schema. */
export const statements = new Map<string, Statement<never, unknown>>();

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
  if (statements.has(name)) throw new Error(`Two prepared statements are named ${name}`);
  let compiled: ReturnType<typeof statement.compile> | undefined;
  const statement: Statement<Args, RowOf<Declared>> = {
    name,
    columns,
    compile() {
      compiled ??= compile(name, build);
      return compiled;
    },
  };
  statements.set(name, statement);
  return statement;
}

function compile<Args extends object>(name: string, build: (args: Args) => RawBuilder<unknown>) {
  const placeholders = new Proxy({}, { get: (_, property) => new Parameter(String(property)) }) as Args; // see `prepare`
  const node = build(placeholders).toOperationNode();
  const { sql, parameters } = new PostgresQueryCompiler().compileQuery(node, createQueryId());
  const names = parameters.map((parameter) => {
    if (parameter instanceof Parameter) return parameter.name as keyof Args; // made for a property of Args alone
    throw new Error(`${name}: a prepared statement takes arguments and literals, no values`);
  });
  const distinct = [...new Set(names)]; // an argument that is used twice is sent once
  const position = (old: string) => distinct.findIndex((distinctName) => distinctName === names[Number(old) - 1]) + 1;
  return { text: sql.replace(/\$(\d+)/g, (_, old) => `$${position(old)}`), parameters: distinct };
}
