import type { Language } from '@raqam/shared/languages';
import { useTexts } from '../TextsContext.tsx';
import type { AdminMessages } from './admin.types.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';
import { uz } from './uz.ts';
import { uzCyrl } from './uz-cyrl.ts';

/** Part of the admin page, which few people open: nobody else fetches them. */
export const adminTexts: Readonly<Record<Language, AdminMessages>> = { uz, 'uz-Cyrl': uzCyrl, ru, en };

/** The texts of the admin page in the language of the site. */
export function useAdminTexts(): AdminMessages {
  return adminTexts[useTexts().language];
}
