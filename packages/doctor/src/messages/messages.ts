import { en, type Messages } from './en.ts';
import { uz } from './uz.ts';

export type { Messages };

export const languages = ['en', 'uz'] as const;
export type Language = (typeof languages)[number];

export const messages: Readonly<Record<Language, Messages>> = { en, uz };
