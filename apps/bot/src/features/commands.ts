import { Composer, Markup } from 'telegraf';
import { askForPhone } from './ask-for-phone.ts';
import type { SpokenContext } from './language.ts';

export function createCommands(): Composer<SpokenContext> {
  const commands = new Composer<SpokenContext>();
  commands.start((ctx) => askForPhone(ctx, `${ctx.texts.welcome}\n\n${ctx.texts.askForPhone}`));
  commands.help((ctx) => askForPhone(ctx, ctx.texts.help));
  commands.command('cancel', (ctx) => ctx.reply(ctx.texts.cancelled, Markup.removeKeyboard()));
  return commands;
}
