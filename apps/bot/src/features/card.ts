import type { Card } from '@raqam/shared/contract/bot';
import type { Language } from '@raqam/shared/languages';
import { TelegramError } from 'telegraf';
import { type Brand, nameOwnSite, nameSite, type Site } from '../brand.ts';
import { type Messages, messages } from '../messages/messages.ts';
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
export const CARD_BUTTON = /^(card|number|change):(.+):(\d\d|-)$/;

type Purpose = Card['purpose'];

const PREFIXES: Readonly<Record<Purpose, string>> = {
  sign_in: 'card',
  prove_number: 'number',
  change_phone: 'change',
};

/** The purpose of a pressed card, by the beginning of its button. */
export function purposeOf(prefix: string): Purpose {
  if (prefix === PREFIXES.prove_number) return 'prove_number';
  return prefix === PREFIXES.change_phone ? 'change_phone' : 'sign_in';
}

/** The texts of a card. */
export function cardTexts({ signIn, prove, change }: Messages, purpose: Purpose): CardTexts {
  return { sign_in: signIn, prove_number: prove, change_phone: change }[purpose];
}

/** The button “it was not me”, with the `ref` of a card or the id of an alert. */
export const DISOWN_BUTTON = /^disown:(.+)$/;

/** The same under the alert of a changed number, with its id. */
export const UNDO_BUTTON = /^undo:(.+)$/;

const HTML = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const;

/**
 * Sends the card with the numbers, in the language that the person chose, else in that of the page. Who has to share the contact first is asked for that
 * instead, which is all that a Mini App needs.
 */
export async function sendCard(ctx: SpokenContext, card: Card, brand: Brand): Promise<void> {
  ctx.speakLikePage(card.language);
  const { language, texts } = ctx;
  const { site, facts, ofPurpose } = describeCard(card, brand, language);
  if (card.needs_contact) return askForContact(ctx, joinParts(ofPurpose.askForContact(site), facts));
  if (card.choices.length === 0) return void (await ctx.reply(texts.signIn.contactShared(site), HTML)); // a Mini App
  const { text, ...extra } = cardMessage(card, brand, language);
  await ctx.reply(text, extra);
}

/** The parameters of `sendMessage`, without the chat, for the card with the numbers. */
export function cardMessage(card: Card, brand: Brand, language: Language) {
  const { site, facts, ofPurpose } = describeCard(card, brand, language);
  const { claimed, instruction, declineButton } = messages[language].signIn;
  const ago = formatAgo(card.started_seconds_ago, language);
  const button = (choice: string) => `${PREFIXES[card.purpose]}:${card.ref}:${choice}`;
  return {
    ...HTML,
    text: joinParts(
      ofPurpose.title(site),
      card.is_claim ? claimed : '',
      facts,
      `${ofPurpose.startedAgo(ago)} ${instruction}`,
    ),
    reply_markup: {
      inline_keyboard: [
        card.choices.map((choice) => ({ text: choice, callback_data: button(choice) })),
        [newerButton({ text: declineButton, callback_data: button(DECLINE), style: 'danger' })],
      ],
    },
  };
}

/** The parts of a card. */
function describeCard(card: Card, brand: Brand, language: Language) {
  const ofPurpose = cardTexts(messages[language], card.purpose);
  return {
    ofPurpose,
    site: escapeHtml(card.client ?? nameSite(brand, card.site)),
    facts: describeSignIn(card, ofPurpose.account, language),
  };
}

/** `id`: of the alert of a changed number. */
export function undoKeyboard(text: string, id: string) {
  return { inline_keyboard: [[newerButton({ text, callback_data: `undo:${id}`, style: 'danger' })]] };
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
