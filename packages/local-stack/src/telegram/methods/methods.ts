import { BotApiError, badRequest } from '../request/bot-api-error.ts';
import { MalformedField } from '../request/request-args.ts';
import { getUpdates } from '../updates/get-updates.ts';
import { deleteWebhook, getWebhookInfo, setWebhook } from '../updates/webhook-methods.ts';
import type { CallMethod, MethodContext, MethodResult } from '../world/method-context.ts';
import { deleteMyCommands, getMyCommands, setMyCommands } from './bot-commands.ts';
import { getDescription, setDescription } from './bot-descriptions.ts';
import { answerCallbackQuery, getChat, getChatMember, getMe, leaveServer } from './chat-methods.ts';
import { getChatMenuButton, setChatMenuButton } from './menu-button.ts';
import {
  deleteMessage,
  deleteMessages,
  editMessageReplyMarkup,
  editMessageText,
  sendChatAction,
  sendMessage,
} from './message-methods.ts';

type Method = (context: MethodContext) => MethodResult | Promise<MethodResult>;

/** By name in lower case, because Telegram ignores the case. */
const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['getme', getMe],
  ['logout', leaveServer],
  ['close', leaveServer],
  ['getupdates', async ({ bot, args, signal }) => ({ result: await getUpdates(bot, args, signal) })],
  ['setwebhook', setWebhook],
  ['deletewebhook', deleteWebhook],
  ['getwebhookinfo', getWebhookInfo],
  ['sendmessage', sendMessage],
  ['sendchataction', sendChatAction],
  ['editmessagetext', editMessageText],
  ['editmessagereplymarkup', editMessageReplyMarkup],
  ['deletemessage', deleteMessage],
  ['deletemessages', deleteMessages],
  ['answercallbackquery', answerCallbackQuery],
  ['setmycommands', setMyCommands],
  ['getmycommands', getMyCommands],
  ['deletemycommands', deleteMyCommands],
  ['setmydescription', setDescription('description')],
  ['getmydescription', getDescription('description')],
  ['setmyshortdescription', setDescription('short_description')],
  ['getmyshortdescription', getDescription('short_description')],
  ['setchatmenubutton', setChatMenuButton],
  ['getchatmenubutton', getChatMenuButton],
  ['getchat', getChat],
  ['getchatmember', getChatMember],
]);

/** Runs a Bot API method by its name. Throws a BotApiError, 404 for a name it does not know. */
export const callMethod: CallMethod = async (name, context) => {
  const method = METHODS.get(name.toLowerCase());
  if (!method) throw new BotApiError(404, 'Not Found');
  try {
    return await method({ ...context, callMethod });
  } catch (error) {
    if (!(error instanceof MalformedField)) throw error;
    throw badRequest(error.message.charAt(0).toLowerCase() + error.message.slice(1));
  }
};
