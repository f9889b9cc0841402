import { showChange } from '../../../world/post-message.ts';
import { readMessage } from '../../compose/compose-message.ts';
import { readReactions } from '../../compose/read-reactions.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { jsonArg } from '../../request/request-args.ts';

/** The method `setMessageReaction`: a bot has one reaction to a message at most; none removes it. */
export function setMessageReaction(context: MethodContext): MethodResult {
  const { world, bot, args } = context;
  const { room, stored } = readMessage(context, 'react');
  const reactions = readReactions(jsonArg(args, 'reaction', 'reaction') ?? []);
  if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  stored.reactions = new Map(stored.reactions ?? []);
  if (reactions.length === 0) stored.reactions.delete(bot.user.id);
  else stored.reactions.set(bot.user.id, reactions);
  showChange(world, bot, room, stored);
  return { result: true };
}
