import { createApiClient } from '@raqam/shared/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { env } from './env.ts';
import { watchBotLink } from './features/auth/bot-link.ts';
import { chooseLanguage } from './features/language/choose-language.ts';
import { defaultTexts, loadTexts } from './messages/load-messages.ts';
import { readStored } from './stored.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/components.css';
import './styles/dialog.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// Before anything is drawn: the code in the address must leave it at once.
const botLink = watchBotLink();
const api = createApiClient({ baseUrl: env.apiBaseUrl });
const language = chooseLanguage(readStored('raqam.language'), navigator.languages);
const texts = (await loadTexts(language)) ?? defaultTexts;

createRoot(root).render(
  <StrictMode>
    <App texts={texts} api={api} botLink={botLink} botUrl={env.botUrl} />
  </StrictMode>,
);
