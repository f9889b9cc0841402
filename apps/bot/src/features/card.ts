import type { Card } from '@raqam/shared/contract/bot';
import { TelegramError } from 'telegraf';
import { formatAgo } from '../messages/time/format-time.ts';
import { askForContact } from './ask-for-phone.ts';
import { describeSignIn, escapeHtml, joinParts, quote } from './describe-sign-in.ts';
import { newerButton } from './newer-button.ts';
import type { SpokenContext } from './spoken-context.ts';

/** Instead of a number, in a button that declines. */
export const DECLINE = '-';

/** The card's button for a number of two digits, or `DECLINE`. At most 64 bytes with the API's `ref`. */
export const CARD_BUTTON = /^card:(.+):(\d\d|-)$/;

/** The button “it was not me”, with the `ref` of a card or the id of an alert. */
export const DISOWN_BUTTON = /^disown:(.+)$/;

const HTML = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const;

/**
 * Sends the card with the numbers, in the language of the page. A newcomer is asked for the contact instead, which is
 * all that a Mini App needs.
 */
export async function sendCard(ctx: SpokenContext, card: Card): Promise<void> {
  ctx.speakLikePage(card.language);
  const { language, texts } = ctx;
  const { askForContact: contactText, contactShared, title, startedAgo, instruction, declineButton } = texts.signIn;
  const site = escapeHtml(card.site);
  const facts = describeSignIn(card, texts, language);
  if (card.needs_contact) return askForContact(ctx, joinParts(contactText(site), facts));
  if (card.choices.length === 0) return void (await ctx.reply(contactShared(site), HTML)); // a Mini App

  const ago = formatAgo(card.started_seconds_ago, language);
  const button = (choice: string) => `card:${card.ref}:${choice}`;
  await ctx.reply(joinParts(title(site), facts, `${startedAgo(ago)} ${instruction}`), {
    ...HTML,
    reply_markup: {
      inline_keyboard: [
        card.choices.map((choice) => ({ text: choice, callback_data: button(choice) })),
        [newerButton({ text: declineButton, callback_data: button(DECLINE), style: 'danger' })],
      ],
    },
  });
}

/** `id`: the `ref` of a card or the id of an alert. */
export function disownKeyboard(text: string, id: string) {
  return { inline_keyboard: [[newerButton({ text, callback_data: `disown:${id}`, style: 'danger' })]] };
}

/** The site that a pressed card or alert names, as HTML. The bot keeps no state: the message has it in bold. */
export function siteOf(ctx: SpokenContext, registerUrl: string): string {
  const [site] = ctx.entities('bold');
  return escapeHtml(site?.fragment ?? new URL(registerUrl).host);
}

/**
 * Replaces a pressed card or alert, and keeps its facts about the sign-in. Sends a new message where the old one can't be
 * edited any more, for example because the person deleted it.
 */
export async function replaceCard(
  ctx: SpokenContext,
  html: string,
  keyboard: ReturnType<typeof disownKeyboard> = { inline_keyboard: [] },
): Promise<void> {
  const [facts] = ctx.entities('blockquote');
  const text = joinParts(html, quote(facts?.fragment ?? ''));
  const extra = { ...HTML, reply_markup: keyboard };
  try {
    await ctx.editMessageText(text, extra);
  } catch (error) {
    if (!(error instanceof TelegramError && error.code === 400)) throw error;
    if (!error.description.includes('not modified')) await ctx.reply(text, extra); // pressed twice
  }
}
