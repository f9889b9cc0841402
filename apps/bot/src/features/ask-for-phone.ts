import { Markup } from 'telegraf';
import type { Messages } from '../messages/messages.ts';
import type { SpokenContext } from './spoken-context.ts';

/** Sends `text` with the button that shares the person's own number. */
export async function askForPhone(ctx: SpokenContext, text: string): Promise<void> {
  await ctx.reply(text, shareKeyboard(ctx.texts));
}

/** Persistent, so that a returning person needs no command. */
function shareKeyboard(texts: Messages) {
  return Markup.keyboard([Markup.button.contactRequest(texts.shareButton)])
    .resize()
    .persistent();
}
