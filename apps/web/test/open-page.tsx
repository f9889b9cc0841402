import type { Language } from '@raqam/shared/languages';
import { render, screen } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { App } from '../src/app/App.tsx';
import type { SiteLinks } from '../src/components/site-links.ts';
import { watchBotLink } from '../src/features/auth/sign-in/bot-link.ts';
import { defaultTexts, loadTexts } from '../src/messages/load-messages.ts';

export interface OpenPage {
  user: UserEvent;
  phone: () => HTMLElement;
  code: () => HTMLElement;
  submit: () => HTMLElement;
  /** Closes it, as a reload does: nothing of its memory is left. */
  close: () => void;
}

export interface PageOptions {
  baseUrl: string;
  /** Path, query and fragment. */
  address?: string;
  language?: Language;
  bot?: string;
  links?: SiteLinks;
}

/** Opens the site as main.tsx does, against a real API. */
export async function openPage(options: PageOptions): Promise<OpenPage> {
  const { baseUrl, address = '/register', language = 'uz', bot, links } = options;
  window.history.replaceState(null, '', address);
  const botLink = watchBotLink();
  const texts = (await loadTexts(language)) ?? defaultTexts;
  const { signUp } = texts.messages;
  const { unmount } = render(
    <App texts={texts} baseUrl={baseUrl} bot={bot} botLink={botLink} {...(links && { links })} />,
  );
  return {
    user: userEvent.setup({ delay: null }),
    phone: () => screen.getByLabelText(signUp.phone),
    code: () => screen.getByLabelText(signUp.code),
    submit: () => screen.getByRole('button', { name: signUp.submit }),
    close: unmount,
  };
}
