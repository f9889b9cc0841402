import { DEFAULT_LANGUAGE, type Language, languageNames, languages, matchLanguage } from '@raqam/shared/languages';
import { Composer, type Context, Markup, type Telegram } from 'telegraf';
import type { BotCommand } from 'telegraf/types';
import { messages } from '../messages/messages.ts';
import { askForPhone } from './ask-for-phone.ts';
import type { SpokenContext } from './spoken-context.ts';

const CALLBACK_PREFIX = 'language:';

/**
 * Telegram itself keeps the language that a person chose, as the command menu of their chat: the bot keeps no state,
 * and the menu is in that language too. It is chosen with /language, or by the language of the page that the person
 * came from. Everybody else is answered in the language of their app.
 */
export function createLanguage(): Composer<SpokenContext> {
  const language = new Composer<SpokenContext>();

  language.use(async (ctx, next) => {
    const chosen = ctx.chat && (await findChosenLanguage(ctx.telegram, ctx.chat.id));
    const ofApp = matchLanguage(ctx.from?.language_code ?? '') ?? DEFAULT_LANGUAGE;
    const ofPage = chosen ? undefined : languageOfPage(ctx);
    speak(ctx, chosen ?? ofPage ?? ofApp);
    await next();
    if (ofPage && ofPage !== ofApp) await rememberLanguage(ctx, ofPage);
  });

  language.command('language', (ctx) => ctx.reply(ctx.texts.chooseLanguage, languageKeyboard()));

  for (const choice of languages) {
    language.action(CALLBACK_PREFIX + choice, async (ctx) => {
      speak(ctx, choice);
      await rememberLanguage(ctx, choice);
      await ctx.answerCbQuery().catch(() => {}); // too late after a long outage; the choice counts all the same
      await ctx.editMessageText(ctx.texts.languageChosen).catch(() => {}); // chosen twice, Telegram refuses it
      await askForPhone(ctx, ctx.texts.askForPhone);
    });
  }
  return language;
}

/** The menu of people who chose no language: in Uzbek, and in the languages that Telegram knows of the app. */
export async function publishCommandMenus(telegram: Telegram): Promise<void> {
  for (const [code, language] of PUBLISHED) {
    await telegram.setMyCommands(commandMenu(language), code ? { language_code: code } : {});
  }
}

/**
 * Publishes the texts above START and in the bot's profile. Telegram limits how often they are set, so only changed
 * texts are.
 *
 * @param site the host of the site, which the texts name
 */
export async function publishDescriptions(telegram: Telegram, site: string): Promise<void> {
  for (const [code, language] of PUBLISHED) {
    const { description, shortDescription } = messages[language];
    const current = await telegram.getMyDescription(code);
    if (current.description !== description(site)) await telegram.setMyDescription(description(site), code);
    const { short_description } = await telegram.getMyShortDescription(code);
    if (short_description !== shortDescription(site))
      await telegram.setMyShortDescription(shortDescription(site), code);
  }
}

/** Telegram's language code, empty for everybody else, and the language. */
const PUBLISHED: readonly (readonly [string, Language])[] = [
  ['', DEFAULT_LANGUAGE],
  ['uz', 'uz'],
  ['ru', 'ru'],
  ['en', 'en'],
];

/** The site links to `t.me/<bot>?start=<language of the page>`. */
function languageOfPage(ctx: Context): Language | undefined {
  const [, payload = ''] = /^\/start (\S+)$/.exec(ctx.text ?? '') ?? [];
  return languages.find((language) => language === payload);
}

/** Falls back to the language of the app when Telegram does not answer. */
async function findChosenLanguage(telegram: Telegram, chatId: number): Promise<Language | undefined> {
  const menu = await telegram.getMyCommands({ scope: { type: 'chat', chat_id: chatId } }).catch((): BotCommand[] => []);
  const mark = menu.find(({ command }) => command === 'language')?.description;
  return languages.find((language) => messages[language].commands.language === mark);
}

async function rememberLanguage({ chat, telegram }: Context, language: Language): Promise<void> {
  if (chat) await telegram.setMyCommands(commandMenu(language), { scope: { type: 'chat', chat_id: chat.id } });
}

function speak(ctx: SpokenContext, language: Language): void {
  ctx.language = language;
  ctx.texts = messages[language];
}

function commandMenu(language: Language): BotCommand[] {
  const { commands } = messages[language];
  return Object.entries(commands).map(([command, description]) => ({ command, description }));
}

function languageKeyboard() {
  return Markup.inlineKeyboard(
    languages.map((language) => Markup.button.callback(languageNames[language], CALLBACK_PREFIX + language)),
    { columns: 2 },
  );
}
