import type { AuditEvent } from '@raqam/shared/contract/admin-audit';
import type { Language } from '@raqam/shared/languages';
import { readUserAgent } from '@raqam/shared/user-agent';
import type { AuditMessages } from '../../../messages/admin/audit/audit.types.ts';
import { nameCountry } from '../name-country.ts';

/** The word for a value that the API gave; one that this page does not know yet is shown as it is. */
function wordFor(words: Readonly<Record<string, string>>, value: unknown): string {
  if (value === undefined || value === null) return '';
  return (Object.hasOwn(words, String(value)) ? words[String(value)] : undefined) ?? String(value);
}

export function describeType(type: string, texts: AuditMessages): string {
  return wordFor(texts.types, type);
}

/** What is known of an event besides its type, each in a few words. */
export function describeDetails({ data }: AuditEvent, texts: AuditMessages): string[] {
  const {
    phone,
    reason,
    limit,
    way,
    role,
    attempts_left: left,
    client,
    webhook,
    name,
    status,
    provider,
    from,
    to,
  } = data;
  return [
    wordFor({}, phone),
    to === undefined ? '' : [from, to].filter(Boolean).join(' → '),
    wordFor(texts.reasons, reason),
    wordFor(texts.limits, limit),
    wordFor(texts.ways, way),
    wordFor(texts.roles, role),
    typeof left === 'number' ? texts.attemptsLeft(left) : '',
    typeof client === 'string' && client !== 'raqam' ? texts.client(client) : '',
    webhook === undefined ? '' : texts.webhook(String(webhook)),
    name === undefined ? '' : texts.key(String(name)),
    wordFor({}, provider),
    wordFor({}, status),
  ].filter(Boolean);
}

/** Who acted: an administrator, a service or an operator by name, otherwise the kind of actor. */
export function describeActor(
  { actor, data }: AuditEvent,
  names: Record<string, string>,
  texts: AuditMessages,
): string {
  const { admin, key, command } = data;
  const nameOf = (id: unknown) => names[String(id)] || String(id);
  if (admin !== undefined) return texts.byAdmin(nameOf(admin));
  if (command !== undefined) return texts.byCommand(String(command));
  if (key !== undefined && data['name'] === undefined) return texts.byService(nameOf(key));
  return texts.actors[actor];
}

/** From where: the country, the browser and its system. */
export function describeSource({ place, user_agent }: AuditEvent, texts: { language: Language }): string[] {
  const { browser, system } = readUserAgent(user_agent ?? '');
  const country = place && nameCountry(place, texts);
  return [country || '', [browser, system].filter(Boolean).join(', ')].filter(Boolean);
}
