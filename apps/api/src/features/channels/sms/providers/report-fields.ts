import { z } from 'zod';

/** A word of a report that can be stored: PostgreSQL stores no NUL, and indexes no text of any length. */
export const storable = z
  .string()
  .min(1)
  .max(100)
  .refine((text) => !text.includes('\0'));
