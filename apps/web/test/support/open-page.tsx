import type { Language } from '@raqam/shared/languages';
import { render, screen } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { App } from '../../src/app/App.tsx';
import type { SiteLinks } from '../../src/components/page/site-links.ts';
import { watchBotLink } from '../../src/features/auth/sign-in/telegram/bot-link.ts';
import { defaultTexts, loadAllTexts, loadTexts } from '../../src/messages/load-messages.ts';

export interface OpenPage {
  user: UserEvent;
  phone: () => HTMLElement;
  code: () => HTMLElement;
  submit: () => HTMLElement;
  /** Types number and code of the bot; the sixth digit submits. */
  enter: (phone: string, code: string) => Promise<void>;
  /** Closes it, as a reload does: it loses all state in memory. */
  close: () => void;
}

export interface PageOptions {
  baseUrl: string;
  /** Path, query and fragment. */
  address?: string;
  language?: Language;
  bot?: string;
  links?: SiteLinks;
  returnTo?: string;
}

/** Opens the site as main.tsx does, against a real API. */
export async function openPage(options: PageOptions): Promise<OpenPage> {
  const { baseUrl, address = '/register', language = 'uz', bot, links, returnTo } = options;
  window.history.replaceState(null, '', address);
  const botLink = watchBotLink();
  const texts = (await loadTexts(language)) ?? defaultTexts;
  const all = await loadAllTexts(language);
  const form = () => {
    if (!all) throw new Error('The texts of the forms were not fetched');
    return all.messages.signUp;
  };
  const { unmount } = render(
    <App texts={texts} baseUrl={baseUrl} bot={bot} botLink={botLink} returnTo={returnTo} {...(links && { links })} />,
  );
  const user = userEvent.setup({ delay: null });
  const phone = () => screen.getByLabelText(form().phone);
  const code = () => screen.getByLabelText(form().code);
  return {
    user,
    phone,
    code,
    submit: () => screen.getByRole('button', { name: form().submit }),
    async enter(number, digits) {
      await user.type(phone(), number);
      await user.type(code(), digits);
    },
    close: unmount,
  };
}

/** Opens the site and chooses Telegram, unless an earlier visit of this tab did. */
export async function openTelegram(options: PageOptions): Promise<OpenPage> {
  const page = await openPage(options);
  const texts = (await loadTexts(options.language ?? 'uz')) ?? defaultTexts;
  const choice = screen.queryByText(texts.messages.signUp.withTelegram);
  if (choice) await page.user.click(choice);
  return page;
}
