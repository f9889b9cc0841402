import { combineMessages } from './combine-messages.ts';
import { en as first } from './first/en.ts';
import { en as later } from './later/later-en.ts';
import type { Messages } from './messages.ts';

export const en: Messages = combineMessages(first, later);
