import type { Card } from '@raqam/shared/contract/bot';
import { TelegramError } from 'telegraf';
import { type Brand, nameOwnSite, nameSite, type Site } from '../brand.ts';
import type { Messages } from '../messages/messages.ts';
import type { CardTexts } from '../messages/sign-in/sign-in.types.ts';
import { formatAgo } from '../messages/time/format-time.ts';
import { askForContact } from './ask-for-phone.ts';
import { describeSignIn, escapeHtml, joinParts, quote } from './describe-sign-in.ts';
import { newerButton } from './newer-button.ts';
import type { SpokenContext } from './spoken-context.ts';

/** Instead of a number, in a button that declines. */
export const DECLINE = '-';

/**
 * The card's button for a number of two digits, or `DECLINE`. At most 64 bytes with the API's `ref`. It begins with the
 * purpose of the card, because the bot keeps no state.
 */
export const CARD_BUTTON = /^(card|number):(.+):(\d\d|-)$/;

/** Whether a pressed card, by the beginning of its button, proves a number. */
export function isProofButton(prefix: string): boolean {
  return prefix === 'number';
}

/** The texts of a card. */
export function cardTexts({ signIn, prove }: Messages, isProof: boolean): CardTexts {
  return isProof ? prove : signIn;
}

/** The button “it was not me”, with the `ref` of a card or the id of an alert. */
export const DISOWN_BUTTON = /^disown:(.+)$/;

const HTML = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const;

/**
 * Sends the card with the numbers, in the language of the page. Who has to share the contact first is asked for that
 * instead, which is all that a Mini App needs.
 */
export async function sendCard(ctx: SpokenContext, card: Card, brand: Brand): Promise<void> {
  ctx.speakLikePage(card.language);
  const { language, texts } = ctx;
  const isProof = card.purpose === 'prove_number';
  const { contactShared, instruction, declineButton } = texts.signIn;
  const { askForContact: contactText, title, startedAgo, account } = cardTexts(texts, isProof);
  const site = escapeHtml(card.client ?? nameSite(brand, card.site));
  const facts = describeSignIn(card, account, language);
  if (card.needs_contact) return askForContact(ctx, joinParts(contactText(site), facts));
  if (card.choices.length === 0) return void (await ctx.reply(contactShared(site), HTML)); // a Mini App

  const ago = formatAgo(card.started_seconds_ago, language);
  const button = (choice: string) => `${isProof ? 'number' : 'card'}:${card.ref}:${choice}`;
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
export function siteOf(ctx: SpokenContext, site: Site): string {
  const [shown] = ctx.entities('bold');
  return escapeHtml(shown?.fragment ?? nameOwnSite(site));
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
