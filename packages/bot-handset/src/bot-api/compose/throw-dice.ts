import { randomInt } from 'node:crypto';
import type { Dice } from '@grammyjs/types';
import { badRequest } from '../request/bot-api-error.ts';

/** The emoji of dice and their highest values. https://core.telegram.org/bots/api#dice */
const DICE: ReadonlyMap<string, number> = new Map([
  ['🎲', 6],
  ['🎯', 6],
  ['🎳', 6],
  ['🏀', 5],
  ['⚽', 5],
  ['🎰', 64],
]);

/** Throws a dice. Throws a BotApiError 400 for an emoji that has none. */
export function throwDice(text: string): Dice {
  const emoji = text.replaceAll('\ufe0f', '');
  const highest = DICE.get(emoji);
  if (!highest) throw badRequest('wrong dice emoji specified');
  return { emoji, value: randomInt(highest) + 1 };
}
