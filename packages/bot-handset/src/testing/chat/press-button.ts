import type { InlineKeyboardButton, KeyboardButton } from '@grammyjs/types';
import type { Action } from './action.ts';
import type { CallHandset } from './call-handset.ts';
import type { ChatMessage } from './chat-message.ts';
import type { VisibleButton } from './find-button.ts';
import { type ChatReader, type ChatState, explainSilence } from './read-chat.ts';

/** What a pressed button led to. */
export interface Pressed {
  /** The message that the bot sent or changed. */
  answer?: ChatMessage;
  /** What the bot showed by `answerCallbackQuery`. */
  notice?: { text: string; isAlert: boolean };
  /** The address that the button, or the bot's answer to the callback, opens. */
  url?: string;
  miniApp?: OpenedMiniApp;
  /** The text that the button copied. */
  copied?: string;
  /** The inline query that the button put into the input, in this chat or another. */
  inlineQuery?: string;
  /** Whether the bot took the order; `error` says why not. */
  payment?: { ok: boolean; error?: string };
}

/** A Mini App as the person's Telegram opens it. */
export interface OpenedMiniApp {
  /** Signed by the bot's token. */
  initData: string;
  /** The page with Telegram's launch parameters. */
  url: string;
  /** Opened from the reply keyboard, so that it may call `sendData`. */
  canSendData: boolean;
}

/** The chat that a button is pressed in. */
export interface PressContext {
  call: CallHandset;
  act(action: Action): Promise<unknown>;
  send(action: Action): Promise<ChatMessage>;
  reader: ChatReader;
  path: string;
  bot: { username: string };
  findAnswer(state: ChatState): ChatMessage | undefined;
}

/** Presses a button, and waits for what it does. */
export function pressButton({ place, button, message }: VisibleButton, context: PressContext): Promise<Pressed> {
  return place === 'message' ? pressInline(button, message, context) : pressKey(button, message, context);
}

async function pressInline(
  button: InlineKeyboardButton,
  { message_id }: ChatMessage,
  context: PressContext,
): Promise<Pressed> {
  if ('callback_data' in button) return pressCallback(button.text, { ...button, message_id }, context);
  if ('url' in button) return { url: button.url };
  if ('login_url' in button) return { url: button.login_url.url };
  if ('copy_text' in button) return { copied: button.copy_text.text };
  if ('web_app' in button) return { miniApp: await openMiniApp(button.text, message_id, context) };
  if ('switch_inline_query' in button) return { inlineQuery: button.switch_inline_query };
  if ('switch_inline_query_current_chat' in button) return { inlineQuery: button.switch_inline_query_current_chat };
  if ('pay' in button) return pay(message_id, context);
  throw notPressable(button);
}

async function pressKey(
  key: Exclude<KeyboardButton, string>,
  { message_id }: ChatMessage,
  context: PressContext,
): Promise<Pressed> {
  if ('request_contact' in key && key.request_contact) return { answer: await context.send({ contact: 'own' }) };
  if ('request_location' in key && key.request_location) return { answer: await context.send({ location: true }) };
  if ('web_app' in key) return { miniApp: await openMiniApp(key.text, message_id, context) };
  if ('request_users' in key || 'request_chat' in key || 'request_poll' in key) throw notPressable(key);
  return { answer: await context.send({ text: key.text }) };
}

interface CallbackAnswer {
  is_answered: boolean;
  text?: string;
  show_alert?: boolean;
  url?: string;
}

/** Resolves once the update is handled, and the bot answered the query or sent or changed a message. */
async function pressCallback(
  name: string,
  { callback_data, message_id }: { callback_data: string; message_id: number },
  { call, act, reader, bot, findAnswer }: PressContext,
): Promise<Pressed> {
  const query = await act({ callback_data, message_id });
  // The answer of the handset API to a press
  const { callback_query_id: id } = query as { callback_query_id: string };
  return reader.until(
    async (state) => {
      if (state.pendingUpdates > 0) return undefined;
      const callback = await call<CallbackAnswer>(`/callbacks/${id}?bot=${bot.username}`);
      const answer = findAnswer(state);
      if (!answer && !callback.is_answered) return undefined;
      const { text, show_alert: isAlert = false, url } = callback;
      return {
        ...(answer ? { answer } : {}),
        ...(text ? { notice: { text, isAlert } } : {}),
        ...(url ? { url } : {}),
      };
    },
    (state) => `The bot did not answer the press of “${name}”: ${explainSilence(state)}`,
  );
}

async function openMiniApp(text: string, message_id: number, { call, path, bot }: PressContext) {
  const opening = { bot: bot.username, button: { message_id, text } };
  const opened = await call<{ init_data: string; url: string; can_send_data: boolean }>(`${path}/mini-app`, opening);
  return { initData: opened.init_data, url: opened.url, canSendData: opened.can_send_data };
}

/** Resolves once the bot answered the pre-checkout query. */
async function pay(message_id: number, { call, act, reader, bot }: PressContext): Promise<Pressed> {
  // The answer of the handset API to Pay
  const asked = (await act({ pay: { message_id } })) as { pre_checkout_query_id?: string; shipping_query_id?: string };
  const id = asked.pre_checkout_query_id ?? asked.shipping_query_id;
  const payment = await reader.until(
    async () => {
      const checkout = await call<{ is_answered: boolean; ok?: boolean; error?: string }>(
        `/checkouts/${id}?bot=${bot.username}`,
      );
      return checkout.is_answered ? checkout : undefined;
    },
    (state) => `The bot did not answer the payment: ${explainSilence(state)}`,
  );
  return { payment: { ok: payment.ok === true, ...(payment.error ? { error: payment.error } : {}) } };
}

function notPressable({ text }: { text: string }): Error {
  return new Error(`“${text}” is a kind of button that cannot be pressed here: use act()`);
}
