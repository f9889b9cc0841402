import type { ReactionType } from '@grammyjs/types';
import { badRequest } from '../request/bot-api-error.ts';
import { isObject, requiredString } from '../request/request-args.ts';

type Emoji = Extract<ReactionType, { type: 'emoji' }>['emoji'];

/** https://core.telegram.org/bots/api#reactiontypeemoji */
export const REACTIONS =
  '❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'.split(
    ' ',
  ) as Emoji[]; // the list is the type's

/** Reads a list of `ReactionType`. Throws a BotApiError 400 for a reaction that Telegram does not have. */
export function readReactions(value: unknown): ReactionType[] {
  if (!Array.isArray(value)) throw badRequest('expected an Array of ReactionType');
  return value.map((each) => {
    if (!isObject(each)) throw badRequest('expected an Object as ReactionType');
    const type = requiredString(each, 'type');
    if (type === 'custom_emoji') return { type, custom_emoji_id: requiredString(each, 'custom_emoji_id') };
    if (type !== 'emoji') throw badRequest('REACTION_INVALID');
    return emojiReaction(requiredString(each, 'emoji'));
  });
}

/** A reaction by an emoji, with or without the sign that asks for a coloured picture. */
export function emojiReaction(text: string): ReactionType {
  const plain = text.replaceAll('\ufe0f', '');
  const emoji = REACTIONS.find((each) => each.replaceAll('\ufe0f', '') === plain);
  if (!emoji) throw badRequest('REACTION_INVALID');
  return { type: 'emoji', emoji };
}
