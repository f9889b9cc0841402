import { METHODS } from 'node:http';
import fc from 'fast-check';
import { changes, RAW_BODIES } from './hostile-bodies.ts';
import { headers, ODD_IDS, RAW_QUERIES, wires } from './hostile-requests.ts';
import type { Operation } from './openapi-document.ts';
import { type BodyPlan, type Change, CREDENTIALS, PATH_CHANGES, type Plan } from './plan.ts';
import { HOSTILE_VALUES, objectsOf, valuesOf } from './values.ts';

const UNCHANGED = {
  body: { kind: 'own', fields: {} },
  wire: null,
  credential: null,
  byCookie: false,
  method: null,
  slash: true,
  id: null,
  path: null,
  query: null,
  headers: [],
} as const satisfies Omit<Plan, 'kind'>;

/** The request that the world has prepared, as it is. */
const OWN_REQUEST: Plan = { kind: 'valid', ...UNCHANGED, headers: [] };

/** Requests that are always made: the own one, with other credentials, and with NUL in each of `places` values. */
export function firstPlans(places: number): Plan[] {
  return [
    OWN_REQUEST,
    { ...OWN_REQUEST, byCookie: true, slash: false },
    ...(['none', 'junk', 'other user', 'expired'] as const).map((credential) => ({ ...OWN_REQUEST, credential })),
    ...Array.from({ length: places }, (_, at) => changing({ append: '\u0000' }, at)),
  ];
}

/** The own request with one change of its body. */
export function changing(change: Change, at = 0): Plan {
  return { ...OWN_REQUEST, kind: 'near-valid', body: { kind: 'changed', at, change } };
}

/** The own request with this body, of one byte per character. */
export function withBody(bytes: string): Plan {
  return { ...OWN_REQUEST, kind: 'near-valid', body: { kind: 'raw', bytes } };
}

/** How requests of an operation may look. */
export function plansFor({ body, query }: Operation): fc.Arbitrary<Plan> {
  const one = body?.anyOf ? fc.oneof(...body.anyOf.map(objectsOf)) : objectsOf(body ?? {});
  const queries: fc.Arbitrary<Plan['query']> = fc.oneof(
    fc
      .record(Object.fromEntries(Object.entries(query).map(([name, schema]) => [name, valuesOf(schema)])), {
        requiredKeys: [],
      })
      .map((given) => Object.entries(given).map(([name, value]): [string, string] => [name, String(value)])),
    fc
      .tuple(fc.constantFrom(...Object.keys(query), 'more', '__proto__'), HOSTILE_VALUES)
      .map(([name, value]): [string, string][] => [[name, String(JSON.stringify(value)).toWellFormed()]]),
    RAW_QUERIES,
  );
  const hasQuery = Object.keys(query).length > 0;
  const bodies: fc.Arbitrary<BodyPlan> = fc.oneof(
    { weight: 2, arbitrary: one.map((fields) => ({ kind: 'schema' as const, fields })) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('changed' as const), at: fc.nat(30), change: changes }) },
    { weight: 3, arbitrary: RAW_BODIES.map((raw) => ({ kind: 'raw' as const, bytes: raw })) },
    fc.record({ kind: fc.constant('broken' as const), at: fc.nat(500), byte: fc.option(fc.nat(255)) }),
  );
  const own: fc.Arbitrary<BodyPlan> = fc.record({
    kind: fc.constant('own' as const),
    fields: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, one),
  });
  const common = { ...constants(UNCHANGED), slash: fc.boolean() };
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        ...common,
        kind: fc.constant('valid' as const),
        body: own,
        byCookie: fc.boolean(),
        query: hasQuery ? sometimes(1, queries) : fc.constant(null),
      }),
    },
    {
      weight: body ? 6 : 2,
      arbitrary: fc.record({
        ...common,
        kind: fc.constant('near-valid' as const),
        body: bodies,
        wire: sometimes(4, wires),
        query: hasQuery ? sometimes(1, queries) : fc.constant(null),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        ...common,
        kind: fc.constant('odd' as const),
        body: fc.oneof({ weight: 3, arbitrary: own }, bodies),
        wire: sometimes(3, wires),
        credential: sometimes(2, fc.constantFrom(...CREDENTIALS)),
        byCookie: fc.boolean(),
        method: sometimes(5, fc.constantFrom(...METHODS.filter((method) => method !== 'CONNECT'))),
        id: sometimes(2, ODD_IDS),
        path: sometimes(5, fc.constantFrom(...PATH_CHANGES)),
        query: sometimes(3, queries),
        headers: fc.array(headers, { maxLength: 4 }),
      }),
    },
  );
}

/** null so many times as often as a value. */

function sometimes<T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight, arbitrary: fc.constant(null) }, arbitrary);
}

type Constants<T> = { [Key in keyof T]: fc.Arbitrary<T[Key]> };

function constants<T extends object>(values: T): Constants<T> {
  const entries = Object.entries(values).map(([key, value]) => [key, fc.constant(value)]);
  return Object.fromEntries(entries) as Constants<T>; // of the same keys
}
