import type { ApiFailure } from '@raqam/shared/client';
import { Composer, TelegramError } from 'telegraf';
import type { CallBotApi } from '../api/call-bot-api.ts';
import { fullNameOf } from '../api/full-name.ts';
import type { Site } from '../brand.ts';
import { askForContact } from './ask-for-phone.ts';
import {
  CARD_BUTTON,
  cardTexts,
  DECLINE,
  DISOWN_BUTTON,
  disownKeyboard,
  purposeOf,
  replaceCard,
  sendCard,
  siteOf,
  UNDO_BUTTON,
} from './card.ts';
import type { SpokenContext } from './spoken-context.ts';

export interface SignInDependencies extends Site {
  callApi: CallBotApi;
  /** Called for a failure that only the operator can fix. */
  onRefused(code: ApiFailure['code']): void;
}

/** The link of a challenge; the languages of pages, the other payloads, are shorter. */
const LINK = /^\/start ([A-Za-z0-9_-]{22})$/;

/** Signing in, proving or changing a number, by one press: the link of a page, its card, and “it was not me”. */
export function createSignIn(deps: SignInDependencies): Composer<SpokenContext> {
  const { callApi, registerUrl, brand, onRefused } = deps;
  const signIn = new Composer<SpokenContext>();

  signIn.hears(LINK, async (ctx) => {
    const { from } = ctx;
    const [, start = ''] = ctx.match;
    const body = { start, telegram_id: from.id, full_name: fullNameOf(from), language: ctx.language };
    const result = await callApi('openChallenge', body, ctx.language);
    if (result.ok) return sendCard(ctx, result.data, brand);
    const { signIn: texts } = ctx.texts;
    switch (result.error.code) {
      case 'not_found':
      case 'challenge_ended':
        return sendToSite(ctx, texts.linkOld, registerUrl);
      case 'challenge_taken':
        return sendToSite(ctx, texts.linkTaken, registerUrl);
      case 'other_telegram':
        return sendToSite(ctx, ctx.texts.change.otherTelegram, registerUrl);
      case 'challenge_limit':
        return void (await ctx.reply(texts.limit(result.error.retryAfter ?? 0)));
      default:
        onRefused(result.error.code);
        return void (await ctx.reply(texts.openAgain));
    }
  });

  signIn.action(CARD_BUTTON, async (ctx) => {
    const [, prefix = '', ref = '', choice = ''] = ctx.match;
    const decision = choice === DECLINE ? { decline: true as const } : { choice };
    const result = await callApi('decideChallenge', { ref, telegram_id: ctx.from.id, ...decision }, ctx.language);
    if (!result.ok && result.error.code !== 'not_found') return askToPressAgain(ctx, result.error.code);
    await stopSpinner(ctx);
    const purpose = purposeOf(prefix);
    const texts = cardTexts(ctx.texts, purpose);
    const site = siteOf(ctx, deps);
    switch (result.ok ? result.data.state : 'expired') {
      case 'opened':
        return askForContact(ctx, texts.askForContact(site));
      case 'approved':
      case 'collected':
        // the others open no session that could be ended
        if (purpose !== 'sign_in') return replaceCard(ctx, texts.approved(site));
        return replaceCard(ctx, texts.approved(site), disownKeyboard(ctx.texts.signIn.disownButton, ref));
      case 'declined':
        return replaceCard(ctx, texts.declined(site));
      case 'wrong_number':
        return replaceCard(ctx, texts.wrongNumber(site));
      case 'taken':
        return replaceCard(ctx, texts.taken(site));
      case 'expired':
        return replaceCard(ctx, texts.expired(site));
    }
  });

  signIn.action(DISOWN_BUTTON, async (ctx) => {
    const [, alert = ''] = ctx.match;
    const result = await callApi('disownSession', { alert, telegram_id: ctx.from.id }, ctx.language);
    if (!result.ok && result.error.code !== 'not_found') return askToPressAgain(ctx, result.error.code);
    await stopSpinner(ctx);
    const { disowned, disownedLate } = ctx.texts.signIn;
    await replaceCard(ctx, (result.ok ? disowned : disownedLate)(siteOf(ctx, deps)));
  });

  signIn.action(UNDO_BUTTON, async (ctx) => {
    const [, alert = ''] = ctx.match;
    const result = await callApi('undoChange', { alert, telegram_id: ctx.from.id }, ctx.language);
    if (!result.ok && result.error.code !== 'not_found') return askToPressAgain(ctx, result.error.code);
    await stopSpinner(ctx);
    const { undone, undoneLate } = ctx.texts.change;
    const site = siteOf(ctx, deps);
    await replaceCard(ctx, result.ok ? undone(site, result.data.account ?? '') : undoneLate(site));
  });

  return signIn;

  /** The buttons stay. Telegram refuses a late answer to a press, so it is then sent as a message. */
  async function askToPressAgain(ctx: SpokenContext, code: ApiFailure['code']): Promise<void> {
    onRefused(code);
    const { pressAgain } = ctx.texts.signIn;
    try {
      await ctx.answerCbQuery(pressAgain, { show_alert: true });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await ctx.reply(pressAgain);
    }
  }
}

/** Sends a text with the button of the site. */
export async function sendToSite(ctx: SpokenContext, text: string, registerUrl: string): Promise<void> {
  await ctx.reply(text, {
    reply_markup: { inline_keyboard: [[{ text: ctx.texts.openSiteButton, url: registerUrl }]] },
  });
}

/** Stops the spinner on the pressed button. Telegram refuses that when it is late, which does no harm. */
async function stopSpinner(ctx: SpokenContext): Promise<void> {
  try {
    await ctx.answerCbQuery();
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

/** Telegram refused the call: a retry would fail too. */
function isRefusal(error: unknown): boolean {
  return error instanceof TelegramError && error.code === 400;
}
