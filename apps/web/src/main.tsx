import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { env } from './env.ts';
import { pageBotLink } from './features/auth/sign-in/telegram/bot-link.ts';
import { readReturnTo } from './features/auth/signed-in/return-to.ts';
import { chooseLanguage } from './features/language/choose-language.ts';
import { defaultTexts, loadTexts } from './messages/load-messages.ts';
import { readStored } from './stored.ts';
import './styles/parts.css';
import './styles/site.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// Before anything is rendered, because the code must leave the URL at once
const botLink = pageBotLink();
const language = chooseLanguage(readStored('raqam.language'), navigator.languages);
const { search, origin } = window.location;
const returnTo = readReturnTo(search, origin, env.returnToOrigins);
const texts = (await loadTexts(language)) ?? defaultTexts;

createRoot(root).render(
  <StrictMode>
    <App
      texts={texts}
      baseUrl={env.apiBaseUrl}
      bot={env.bot}
      botLink={botLink}
      returnTo={returnTo}
      brand={env.brand}
      links={env.links}
    />
  </StrictMode>,
);
