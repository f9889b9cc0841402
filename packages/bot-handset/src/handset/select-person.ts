import type { Person, World } from '../world/world.ts';
import { notFound } from './input/handset-error.ts';
import { readTelegramIdInPath } from './input/read-input.ts';

/** The person whose telegram_id is in a path. Throws a HandsetError 400 or 404. */
export function selectPerson(world: World, telegramId: string): Person {
  const person = world.people.get(readTelegramIdInPath(telegramId));
  if (!person) throw notFound(`person ${telegramId} does not exist: POST /handset/users adds one`);
  return person;
}
