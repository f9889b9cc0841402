import { VERSION } from '../../version.ts';
import { BotApiError, badRequest } from '../request/bot-api-error.ts';
import type { CallMethod, MethodContext, MethodResult } from '../request/method-context.ts';
import { MalformedField } from '../request/request-args.ts';
import { checkParameters } from '../specification/check-parameters.ts';
import { nearestName } from '../specification/nearest-name.ts';
import { findMethod, SPECIFICATION } from '../specification/specification.ts';
import { getUpdates } from '../updates/get-updates.ts';
import { deleteWebhook, getWebhookInfo, setWebhook } from '../updates/webhook-methods.ts';
import { acceptOnly } from './accept-only.ts';
import { deleteMyCommands, getMyCommands, setMyCommands } from './bot-commands.ts';
import { getDescription, setDescription } from './bot-descriptions.ts';
import { answerCallbackQuery, getMe } from './chat-methods.ts';
import { setChatDescription, setChatTitle } from './chats/chat-settings.ts';
import { getChat, getChatAdministrators, getChatMember, getChatMemberCount } from './chats/get-chat.ts';
import {
  banChatMember,
  leaveChat,
  promoteChatMember,
  restrictChatMember,
  unbanChatMember,
} from './chats/manage-members.ts';
import { answerInlineQuery, answerWebAppQuery } from './inline/inline-methods.ts';
import { getFile, getUserProfilePhotos } from './media/file-methods.ts';
import { sendMedia } from './media/send-media.ts';
import { sendMediaGroup } from './media/send-media-group.ts';
import { getChatMenuButton, setChatMenuButton } from './menu-button.ts';
import {
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
} from './messages/edit-message.ts';
import { copyMessage, copyMessages, forwardMessage, forwardMessages } from './messages/forward-message.ts';
import { editMessageLiveLocation, stopMessageLiveLocation } from './messages/live-location.ts';
import { pinChatMessage, unpinAllChatMessages, unpinChatMessage } from './messages/pin-methods.ts';
import { sendPoll, stopPoll } from './messages/poll-methods.ts';
import { setMessageReaction } from './messages/reaction-methods.ts';
import { sendChatAction, sendMessage } from './messages/send-message.ts';
import { sendContact, sendDice, sendLocation, sendVenue } from './messages/send-place.ts';
import {
  answerPreCheckoutQuery,
  answerShippingQuery,
  getMyStarBalance,
  getStarTransactions,
  refundStarPayment,
} from './payments/checkout-methods.ts';
import { createInvoiceLink, sendInvoice } from './payments/invoice-methods.ts';

const MAX_SHOWN_NAME = 64;

type Method = (context: MethodContext) => MethodResult | Promise<MethodResult>;

/** The emulated methods, one line each, by their names in the documentation. */
export const METHODS: Readonly<Record<string, Method>> = {
  getMe,
  logOut: acceptOnly,
  close: acceptOnly,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  sendPhoto: sendMedia('photo'),
  sendDocument: sendMedia('document'),
  sendAudio: sendMedia('audio'),
  sendVoice: sendMedia('voice'),
  sendVideo: sendMedia('video'),
  sendAnimation: sendMedia('animation'),
  sendVideoNote: sendMedia('video_note'),
  sendSticker: sendMedia('sticker'),
  sendMediaGroup,
  getFile,
  getUserProfilePhotos,
  sendLocation,
  sendVenue,
  sendContact,
  sendDice,
  sendPoll,
  stopPoll,
  sendChatAction,
  forwardMessage,
  forwardMessages,
  copyMessage,
  copyMessages,
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageLiveLocation,
  stopMessageLiveLocation,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  pinChatMessage,
  unpinChatMessage,
  unpinAllChatMessages,
  setMessageReaction,
  answerCallbackQuery,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyName: setDescription('name'),
  getMyName: getDescription('name'),
  setMyDescription: setDescription('description'),
  getMyDescription: getDescription('description'),
  setMyShortDescription: setDescription('short_description'),
  getMyShortDescription: getDescription('short_description'),
  setChatMenuButton,
  getChatMenuButton,
  getChat,
  getChatMember,
  getChatMemberCount,
  getChatAdministrators,
  banChatMember,
  unbanChatMember,
  restrictChatMember,
  promoteChatMember,
  leaveChat,
  setChatTitle,
  setChatDescription,
  answerInlineQuery,
  answerWebAppQuery,
  sendInvoice,
  createInvoiceLink,
  answerShippingQuery,
  answerPreCheckoutQuery,
  refundStarPayment,
  getStarTransactions,
  getMyStarBalance,
};

/**
 * Runs a Bot API method by its name, in any case. What is wrong with a call is also on the console, where Telegram's
 * answer does not say it.
 *
 * @throws BotApiError 404 for a name that the Bot API does not have, 400 for wrong parameters, 501 for a method that is
 * not emulated
 */
export const callMethod: CallMethod = async (name, context) => {
  const { args, notes } = context;
  const known = findMethod(name);
  if (!known) {
    const nearest = nearestName(name, Object.keys(SPECIFICATION.methods));
    const hint = nearest ? `, did you mean ${nearest}?` : '';
    notes.add(`Bot API ${SPECIFICATION.version} has no method ${name.slice(0, MAX_SHOWN_NAME)}${hint}`);
    throw new BotApiError(404, 'Not Found');
  }
  checkParameters(known.name, known.method, args, notes);
  const method = METHODS[known.name];
  if (!method) {
    const answer = `Not emulated: ${known.name} (bot-handset ${VERSION})`;
    notes.add(`${answer}, see COVERAGE.md`);
    throw new BotApiError(501, answer);
  }
  try {
    return await method({ ...context, callMethod });
  } catch (error) {
    if (!(error instanceof MalformedField)) throw error;
    throw badRequest(error.message.charAt(0).toLowerCase() + error.message.slice(1));
  }
};
