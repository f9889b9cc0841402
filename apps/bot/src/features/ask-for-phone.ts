import { Markup } from 'telegraf';
import type { Messages } from '../messages/messages.ts';
import type { SpokenContext } from './spoken-context.ts';

/** Sends `text` with the button that shares the person's own number. Links in it get no preview. */
export async function askForPhone(ctx: SpokenContext, text: string): Promise<void> {
  const options = { link_preview_options: { is_disabled: true } };
  await ctx.reply(text, { ...options, ...shareKeyboard(ctx.texts).persistent() }); // so that a returning person needs no command
}

/** Asks, in HTML, for the contact that a challenge waits for. The keyboard hides itself: a card follows. */
export async function askForContact(ctx: SpokenContext, html: string): Promise<void> {
  const options = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const;
  await ctx.reply(html, { ...options, ...shareKeyboard(ctx.texts).oneTime() });
}

function shareKeyboard(texts: Messages) {
  return Markup.keyboard([Markup.button.contactRequest(texts.shareButton)]).resize();
}
