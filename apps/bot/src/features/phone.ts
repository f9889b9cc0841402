import type { ResponseBody } from '@raqam/shared/contract';
import { messages as apiMessages } from '@raqam/shared/messages/messages';
import { normalisePhone, type Phone } from '@raqam/shared/phone';
import { Composer } from 'telegraf';
import { message } from 'telegraf/filters';
import { fullNameOf } from '../api/full-name.ts';
import type { CodeRequest, CodeResult, RequestCode } from '../api/request-code.ts';
import { nameOwnSite, type Site } from '../brand.ts';
import { askForPhone } from './ask-for-phone.ts';
import { sendCard } from './card.ts';
import { writeHelp } from './commands.ts';
import { escapeHtml } from './describe-sign-in.ts';
import { newerButton } from './newer-button.ts';
import { type SignInDependencies, sendToSite } from './sign-in.ts';
import type { SpokenContext } from './spoken-context.ts';

export interface PhoneDependencies extends SignInDependencies {
  requestCode: RequestCode;
}

/** Takes a shared contact or a typed number, and answers with a code, or with the card that waits for the contact. */
export function createPhone(deps: PhoneDependencies): Composer<SpokenContext> {
  const phone = new Composer<SpokenContext>();

  phone.on(message('contact'), async (ctx) => {
    const { contact, from } = ctx.message;
    // Any client can send another person's card, and an old card of one's own can be forwarded
    const isForwarded = 'forward_origin' in ctx.message || 'forward_date' in ctx.message; // newer and older Bot API
    const isOwn = contact.user_id === from.id && !isForwarded;
    if (!isOwn) return askForPhone(ctx, ctx.texts.notOwnContact);
    return answer(ctx, deps, contact.phone_number, 'contact');
  });

  phone.on(message('text'), (ctx) => {
    if (ctx.message.text.startsWith('/')) return askForPhone(ctx, writeHelp(ctx.texts, deps)); // an unknown command
    return answer(ctx, deps, ctx.message.text, 'typed');
  });

  phone.on('message', (ctx) => askForPhone(ctx, ctx.texts.askForPhone));
  return phone;
}

async function answer(
  ctx: SpokenContext,
  deps: PhoneDependencies,
  input: string,
  proof: CodeRequest['proof'],
): Promise<void> {
  const { from } = ctx;
  if (!from) return;
  const number = normalisePhone(input, proof);
  if (!number.ok) return askForPhone(ctx, apiMessages[ctx.language].fields[`phone_${number.reason}`]);
  if (proof === 'contact' && (await answerSignIn(ctx, deps, number.phone))) return;

  const result = await deps.requestCode({
    requestId: `tg-${ctx.botInfo.id}-${ctx.update.update_id}`,
    telegramId: from.id,
    phone: number.phone,
    proof,
    fullName: fullNameOf(from),
    language: ctx.language,
  });
  if (result.ok) return sendCode(ctx, deps, number.phone, result.data);
  await explain(ctx, result, deps.onRefused);
}

/** Returns whether a sign-in waited for this contact; otherwise nothing was sent. */
async function answerSignIn(
  ctx: SpokenContext,
  { callApi, registerUrl, brand, onRefused }: PhoneDependencies,
  phone: Phone,
): Promise<boolean> {
  if (!ctx.from) return false;
  const result = await callApi('shareContact', { telegram_id: ctx.from.id, phone_number: phone }, ctx.language);
  if (result.ok) await sendCard(ctx, result.data, brand);
  else if (result.error.code === 'not_found') return false;
  else if (result.error.code === 'challenge_ended') await sendToSite(ctx, ctx.texts.signIn.linkOld, registerUrl);
  else await explain(ctx, result, onRefused);
  return true;
}

async function sendCode(
  ctx: SpokenContext,
  site: Site,
  phone: Phone,
  { code, remaining_seconds, number_stays }: ResponseBody<'createTelegramCode'>,
): Promise<void> {
  // In the fragment, which browsers never send: neither number nor code gets into a server's log
  const url = `${site.registerUrl}#phone=${encodeURIComponent(phone)}&code=${code}`;
  // Less than the whole lifetime where an update is answered again, with the same code
  const minutes = Math.max(1, Math.ceil(remaining_seconds / 60));
  const note = number_stays ? `\n\n${ctx.texts.numberStays}` : '';
  await ctx.reply(ctx.texts.code(escapeHtml(nameOwnSite(site)), code, minutes) + note, {
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: {
      inline_keyboard: [
        [newerButton({ text: ctx.texts.openSiteButton, url, style: 'primary' })],
        [newerButton({ text: ctx.texts.copyButton(code), copy_text: { text: code } })],
      ],
    },
  });
}

function explain(
  ctx: SpokenContext,
  { error, isUnsure }: Extract<CodeResult, { ok: false }>,
  onRefused: SignInDependencies['onRefused'],
): Promise<unknown> {
  const { texts } = ctx;
  switch (error.code) {
    case 'contact_required':
      return askForPhone(ctx, texts.contactRequired);
    case 'code_cooldown':
    case 'code_limit': {
      // After a lost answer the person may not have the code that started the cooldown
      const reason = isUnsure ? texts.noCode : texts[error.code];
      return ctx.reply(`${reason} ${texts.wait(error.retryAfter ?? 0)}`);
    }
    case 'phone_invalid':
      return askForPhone(ctx, error.fields['phone_number'] ?? error.message);
    default:
      onRefused(error.code);
      return ctx.reply(`${texts.noCode} ${texts.tryLater}`);
  }
}
