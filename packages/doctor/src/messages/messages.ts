import { en } from './en.ts';
import { uz } from './uz.ts';

/** Everything that the report says, in one language. */
export type Messages = typeof en;

export const languages = ['en', 'uz'] as const;
export type Language = (typeof languages)[number];

export const messages: Readonly<Record<Language, Messages>> = { en, uz };
