import { combineMessages } from './combine-messages.ts';
import { uzCyrl as first } from './first/uz-cyrl.ts';
import { uzCyrl as later } from './later/later-uz-cyrl.ts';
import type { Messages } from './messages.ts';

export const uzCyrl: Messages = combineMessages(first, later);
