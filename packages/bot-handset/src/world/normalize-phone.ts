/** `998 90 123-45-67`, `998901234567` and `+998901234567` are one phone: `+998901234567`. */
export function normalizePhone(phone: string): string {
  return `+${phone.replace(/\D/g, '')}`;
}
