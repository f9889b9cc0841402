import { Composer } from 'telegraf';
import { askForPhone } from './ask-for-phone.ts';
import type { SpokenContext } from './spoken-context.ts';

export function createCommands(): Composer<SpokenContext> {
  const commands = new Composer<SpokenContext>();
  commands.start((ctx) => askForPhone(ctx, `${ctx.texts.welcome}\n\n${ctx.texts.askForPhone}`));
  commands.help((ctx) => askForPhone(ctx, ctx.texts.help));
  // Not in the menu, since there is nothing to cancel; people type it all the same
  commands.command('cancel', (ctx) => askForPhone(ctx, ctx.texts.nothingToCancel));
  return commands;
}
