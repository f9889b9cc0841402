import type { Passkeys } from '../../support/passkeys.ts';
import type { Press } from '../../support/press.ts';
import type { Gateway } from '../../support/sms/gateway.ts';
import type { SmsCalls } from '../../support/sms/sms-calls.ts';
import type { TestApi } from '../../support/test-api.ts';
import type { Secrets } from '../secrets.ts';
import type { Prepared } from '../send.ts';
import type { World } from '../world.ts';

/** With what recipes prepare requests. */
export interface Parts {
  api: TestApi;
  world: World;
  secrets: Secrets;
  press: Press;
  passkeys: Passkeys;
  gateway: Gateway;
  sms: SmsCalls;
  /** Of the API, without a slash at its end. */
  url: string;
}

interface Recipe {
  /** Prepares what one request needs to succeed. */
  prepare(): Promise<Prepared>;
  /** A success leaves what was prepared as it is, so it serves again. */
  repeats?: true;
}

export type Recipes = Record<string, Recipe>;
