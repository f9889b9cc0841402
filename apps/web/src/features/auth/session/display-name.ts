import type { User } from '@raqam/shared/contract';

/** The person's name; empty if unknown. */
export function displayName({ first_name, last_name }: User): string {
  return `${first_name} ${last_name}`.trim();
}
