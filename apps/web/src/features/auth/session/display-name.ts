import type { User } from '@raqam/shared/contract';

/** The person's name as far as it is known; empty when it is not. */
export function displayName({ first_name, last_name }: User): string {
  return `${first_name} ${last_name}`.trim();
}
