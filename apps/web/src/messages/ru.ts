import { combineMessages } from './combine-messages.ts';
import { ru as first } from './first/ru.ts';
import { ru as later } from './later/later-ru.ts';
import type { Messages } from './messages.ts';

export const ru: Messages = combineMessages(first, later);
