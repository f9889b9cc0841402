/** `+998 90 123 45 67`; other countries ungrouped. For display only, never for comparison. */
export function formatPhone(phone: string): string {
  return phone.replace(/^\+998(\d\d)(\d{3})(\d\d)(\d\d)$/, '+998 $1 $2 $3 $4');
}
