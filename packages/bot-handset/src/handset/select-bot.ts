import type { Bot, Person, World } from '../world/world.ts';
import { notFound } from './input/handset-error.ts';

/** The bot with this username, or else the first one. Throws a HandsetError 404. */
export function selectBot(world: World, username: string | undefined): Bot {
  const wanted = username?.replace(/^@/, '').toLowerCase();
  const bots = [...world.bots.values()];
  const bot = wanted ? bots.find((each) => each.user.username.toLowerCase() === wanted) : bots[0];
  if (!bot) throw notFound(wanted ? `bot ${wanted} does not exist: POST /handset/bots adds one` : 'there is no bot');
  return bot;
}

/** Whether the person blocked this bot; of a bot that has not made its first call yet: no. */
export function isBlocked(world: World, username: string | undefined, { telegram_id }: Person): boolean {
  if (world.bots.size === 0 && username === undefined) return false;
  return selectBot(world, username).blockedBy.has(telegram_id);
}
