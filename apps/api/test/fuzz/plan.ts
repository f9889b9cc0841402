/** What is sent as the body; `own` is the one that the world has prepared, with which the request would succeed. */
export type BodyPlan =
  | { kind: 'own' | 'schema'; fields: Record<string, unknown> }
  /** One of the values in the own body, counted from the outside, becomes another. */
  | { kind: 'changed'; at: number; change: Change }
  /** Bytes, one per character. */
  | { kind: 'raw'; bytes: string }
  /** The own body with one byte less than it has, or with another byte. */
  | { kind: 'broken'; at: number; byte: number | null };

export type Change =
  | { to: unknown }
  | { by: 'removal' | 'array' | 'object' | 'other type' | 'other case' | 'duplicate' | 'upper case' }
  | { append: string }
  | { add: string; value: unknown };

export interface Wire {
  contentType: string | null;
  encoding: 'gzip' | 'deflate' | 'br' | 'gzip, but plain' | null;
  isChunked: boolean;
}

export const CREDENTIALS = [
  'none',
  'junk',
  'expired',
  'ended',
  'other user',
  'admin',
  'service key',
  'narrow key',
  'bot secret',
  'flipped',
  'alg none',
  'refresh token',
  'basic',
  'empty',
  'twice',
] as const;

/** One request: how it differs from the one that the world has prepared. Plain data, so that a failure can be read. */
export interface Plan {
  kind: 'valid' | 'near-valid' | 'odd';
  body: BodyPlan;
  wire: Wire | null;
  /** null: the own one. */
  credential: (typeof CREDENTIALS)[number] | null;
  /** The own credential travels as a cookie, as a browser sends it. */
  byCookie: boolean;
  method: string | null;
  slash: boolean;
  /** Of an id in the path. */
  id: string | null;
  path: PathChange | null;
  query: [string, string][] | string | null;
  headers: [string, string][];
}

export const PATH_CHANGES = [
  'encoded',
  'upper case',
  'doubled',
  'dots',
  'NUL',
  'long',
  'more',
  'semicolon',
  'absolute',
] as const;
type PathChange = (typeof PATH_CHANGES)[number];
