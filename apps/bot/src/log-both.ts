import type { Bilingual } from '@raqam/service/bilingual';
import type { FastifyBaseLogger } from 'fastify';

/** Logs a text for the operator: one line in each language. */
export function logBoth(
  log: FastifyBaseLogger,
  level: 'fatal' | 'error' | 'warn',
  { en, uz }: Bilingual,
  fields: object = {},
): void {
  for (const text of [en, uz]) log[level](fields, text);
}
