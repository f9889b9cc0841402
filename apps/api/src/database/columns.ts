import type {
  Actor,
  AlertKind,
  ChallengePurpose,
  ChallengeState,
  Channel,
  DeliveryStatus,
  Language,
  Proof,
  UserRole,
} from './database.types.ts';

/** The values of a column by the name of its type in PostgreSQL's `pg_type`. */
interface ValueOf {
  uuid: string;
  text: string;
  varchar: string;
  bool: boolean;
  int2: number;
  int4: number;
  /** database.ts parses it as a number. */
  int8: number;
  float8: number;
  bytea: Buffer;
  timestamptz: Date;
  _text: string[];
  _timestamptz: Date[];
  actor: Actor;
  alert_kind: AlertKind;
  challenge_purpose: ChallengePurpose;
  challenge_state: ChallengeState;
  channel: Channel;
  delivery_status: DeliveryStatus;
  language: Language;
  proof: Proof;
  user_role: UserRole;
}

type TypeName = keyof ValueOf;

/** A column of type `jsonb` that holds `Value`. */
export interface Json<Value> {
  readonly json: true;
  /** Only for the compiler. */
  readonly value?: Value;
}

/** Declares a column of type `jsonb`. Its content is not checked. */
export function json<Value>(): Json<Value> {
  return { json: true };
}

/** The columns of a statement: each by the name of its type, with `?` where it may be null. */
export type Columns = Readonly<Record<string, TypeName | `${TypeName}?` | Json<unknown>>>;

export type RowOf<Declared extends Columns> = {
  -readonly [Name in keyof Declared]: Declared[Name] extends Json<infer Value>
    ? Value
    : Declared[Name] extends `${infer Type extends TypeName}?`
      ? ValueOf[Type] | null
      : Declared[Name] extends TypeName
        ? ValueOf[Declared[Name]]
        : never;
};
