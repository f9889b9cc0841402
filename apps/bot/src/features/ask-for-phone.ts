import { Markup } from 'telegraf';
import type { Messages } from '../messages/messages.ts';
import type { SpokenContext } from './language.ts';

/** Says `text` above the button that shares the person's own number. */
export async function askForPhone(ctx: SpokenContext, text: string): Promise<void> {
  await ctx.reply(text, shareKeyboard(ctx.texts));
}

function shareKeyboard(texts: Messages) {
  return Markup.keyboard([Markup.button.contactRequest(texts.shareButton)])
    .resize()
    .oneTime();
}
