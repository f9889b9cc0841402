import { Composer } from 'telegraf';
import { nameOwnSite, type Site } from '../brand.ts';
import type { Messages } from '../messages/messages.ts';
import { askForPhone } from './ask-for-phone.ts';
import { joinParts } from './describe-sign-in.ts';
import type { SpokenContext } from './spoken-context.ts';

export function createCommands(site: Site): Composer<SpokenContext> {
  const commands = new Composer<SpokenContext>();
  commands.start((ctx) => askForPhone(ctx, joinParts(ctx.texts.welcome(nameOwnSite(site)), ctx.texts.askForPhone)));
  commands.help((ctx) => askForPhone(ctx, writeHelp(ctx.texts, site)));
  // Not in the menu, since there is nothing to cancel; people type it all the same
  commands.command('cancel', (ctx) => askForPhone(ctx, ctx.texts.nothingToCancel));
  return commands;
}

/** The help, with the name and the links of the site, if it has any. */
export function writeHelp({ help, support, terms }: Messages, site: Site): string {
  const { name, supportUrl, termsUrl } = site.brand;
  const links = [supportUrl && `${support}: ${supportUrl}`, termsUrl && `${terms}: ${termsUrl}`].filter(Boolean);
  return joinParts(name === undefined ? '' : nameOwnSite(site), help, links.join('\n'));
}
