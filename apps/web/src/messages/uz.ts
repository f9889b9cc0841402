import { combineMessages } from './combine-messages.ts';
import { uz as first } from './first/uz.ts';
import { uz as later } from './later/later-uz.ts';
import type { Messages } from './messages.ts';

export const uz: Messages = combineMessages(first, later);
