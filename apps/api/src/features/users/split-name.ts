/** Telegram's own limit is 64 for each name; the columns take 100. */
const NAME_MAX_LENGTH = 100;

/** A full name's first word, and the rest of it. */
export function splitName(fullName: string): { firstName: string; lastName: string } {
  const [first = '', ...rest] = fullName.trim().split(/\s+/);
  return { firstName: cut(first), lastName: cut(rest.join(' ')) };
}

/** Cuts by characters, as PostgreSQL counts them, so that no emoji is halved. */
function cut(name: string): string {
  return [...name].slice(0, NAME_MAX_LENGTH).join('');
}
