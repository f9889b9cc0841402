import { DEFAULT_LANGUAGE, type Language, languageNames, languages, matchLanguage } from '@raqam/shared/languages';
import { Composer, type Context, Markup, type Telegram } from 'telegraf';
import type { BotCommand } from 'telegraf/types';
import { type Messages, messages } from '../messages/messages.ts';

const CALLBACK_PREFIX = 'language:';

/** A context with the language of the person who wrote. */
export interface SpokenContext extends Context {
  language: Language;
  texts: Messages;
}

/**
 * The language chosen with /language is kept by Telegram itself, as the command menu of that chat: the bot
 * needs no memory, and the menu speaks the language too. Who chose none is spoken to in the app's language.
 */
export function createLanguage(): Composer<SpokenContext> {
  const language = new Composer<SpokenContext>();

  language.use(async (ctx, next) => {
    const chosen = ctx.chat?.type === 'private' ? await findChosenLanguage(ctx.telegram, ctx.chat.id) : undefined;
    speak(ctx, chosen ?? matchLanguage(ctx.from?.language_code ?? '') ?? DEFAULT_LANGUAGE);
    return next();
  });

  language.command('language', (ctx) => ctx.reply(ctx.texts.chooseLanguage, languageKeyboard()));

  for (const choice of languages) {
    language.action(CALLBACK_PREFIX + choice, async (ctx) => {
      speak(ctx, choice);
      if (ctx.chat)
        await ctx.telegram.setMyCommands(commandMenu(choice), { scope: { type: 'chat', chat_id: ctx.chat.id } });
      await ctx.answerCbQuery();
      await ctx.editMessageText(ctx.texts.languageChosen);
    });
  }
  return language;
}

/** The menu of everybody who chose no language: in Uzbek, and in the languages that Telegram knows of the app. */
export async function publishCommandMenus(telegram: Telegram): Promise<void> {
  await telegram.setMyCommands(commandMenu(DEFAULT_LANGUAGE));
  for (const code of ['uz', 'ru', 'en'] as const) {
    await telegram.setMyCommands(commandMenu(code), { language_code: code });
  }
}

/** Telegram out of reach is no reason to stay silent: the app's language will do. */
async function findChosenLanguage(telegram: Telegram, chatId: number): Promise<Language | undefined> {
  const menu = await telegram.getMyCommands({ scope: { type: 'chat', chat_id: chatId } }).catch((): BotCommand[] => []);
  const mark = menu.find(({ command }) => command === 'language')?.description;
  return languages.find((language) => messages[language].commands.language === mark);
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
