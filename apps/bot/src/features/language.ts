import { DEFAULT_LANGUAGE, type Language, languageNames, languages, matchLanguage } from '@raqam/shared/languages';
import { Composer, type Context, Markup, type Telegram } from 'telegraf';
import type { BotCommand } from 'telegraf/types';
import type { Chats } from '../api/chats.ts';
import { messages } from '../messages/messages.ts';
import { askForPhone } from './ask-for-phone.ts';
import type { SpokenContext } from './spoken-context.ts';

const CALLBACK_PREFIX = 'language:';

/**
 * The API keeps the language that a person chose, with /language or by the language of the page that they came from.
 * Everybody else is answered in the language of their app, and so is everybody while the API does not answer.
 */
export function createLanguage(chats: Chats): Composer<SpokenContext> {
  const language = new Composer<SpokenContext>();

  language.use(async (ctx, next) => {
    const known = ctx.from && (await chats.find(ctx.from.id));
    const ofApp = matchLanguage(ctx.from?.language_code ?? '') ?? DEFAULT_LANGUAGE;
    let ofPage: Language | undefined;
    speak(ctx, known?.language ?? ofApp);
    ctx.speakLikePage = (page) => {
      if (known?.language) return;
      ofPage = page;
      speak(ctx, page);
    };
    const payload = languageOfPage(ctx);
    if (payload) ctx.speakLikePage(payload);
    await next();
    // without an answer of the API, a choice that it stores would be overwritten
    if (known && ofPage && ofPage !== ofApp) await choose(ctx, ofPage);
  });

  language.command('language', (ctx) => ctx.reply(ctx.texts.chooseLanguage, languageKeyboard()));

  for (const choice of languages) {
    language.action(CALLBACK_PREFIX + choice, async (ctx) => {
      speak(ctx, choice);
      await choose(ctx, choice);
      await ctx.answerCbQuery().catch(() => {}); // too late after a long outage; the choice counts all the same
      await ctx.editMessageText(ctx.texts.languageChosen).catch(() => {}); // chosen twice, Telegram refuses it
      await askForPhone(ctx, ctx.texts.askForPhone);
    });
  }
  return language;

  async function choose({ from, telegram }: Context, choice: Language): Promise<void> {
    if (!from) return;
    await chats.save(from.id, { language: choice });
    await telegram.setMyCommands(commandMenu(choice), { scope: { type: 'chat', chat_id: from.id } });
  }
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
 * @param site the name of the site in the texts
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

/**
 * Finds the language that a person chose before the API stored it: it was stored as the command menu of their chat. It
 * is read once for each chat. To be deleted once nobody upgrades from 0.1 any more.
 *
 * @throws TelegramError or Error when Telegram does not answer
 */
export async function findLanguageOfMenu(telegram: Telegram, telegramId: number): Promise<Language | null> {
  const menu = await telegram.getMyCommands({ scope: { type: 'chat', chat_id: telegramId } });
  const mark = menu.find(({ command }) => command === 'language')?.description;
  return languages.find((language) => messages[language].commands.language === mark) ?? null;
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
