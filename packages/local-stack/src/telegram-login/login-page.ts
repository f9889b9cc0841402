import type { Person } from 'bot-handset/src/world/world';
import type { LoginRequest } from './login-server.ts';

/** The page of the emulator: who logs in, and then the card that Telegram shows. No script but the wait for the phone. */
export function renderPeople(request: LoginRequest, people: readonly Person[]): string {
  const buttons = people.map(
    ({ telegram_id, first_name, phone }) =>
      `<p><button name="telegram_id" value="${telegram_id}">${escapeHtml(first_name)} <small>${escapeHtml(phone)}</small></button></p>`,
  );
  return renderPage(
    `Log in to ${siteOf(request)}`,
    `<p>Whose Telegram is it?</p>
<form method="post" action="/telegram-login/auth/${request.id}/person">${buttons.join('\n')}</form>`,
  );
}

/** The card. The same is on the person's phone on the handset page; the first decision counts. */
export function renderCard(request: LoginRequest, person: Person): string {
  const share = request.scopes.includes('phone')
    ? `<p><label><input type="checkbox" name="share_phone" value="yes" checked> Share ${escapeHtml(person.phone)}</label></p>`
    : '';
  return renderPage(
    `Log in to ${siteOf(request)} as ${escapeHtml(person.first_name)}?`,
    `<p>Confirm here, or on the phone of ${escapeHtml(person.first_name)}.</p>
<form method="post" action="/telegram-login/auth/${request.id}/decision">
${share}
<p><button name="decision" value="accept">Log in</button> <button class="quiet" name="decision" value="cancel">Cancel</button></p>
</form>
<script src="/telegram-login/wait.js" data-url="/telegram-login/auth/${request.id}/result" defer></script>`,
  );
}

/** Telegram's answer to a request that it can't send back to its client. */
export function renderRefusal(reason: string): string {
  return renderPage('Telegram Login', `<p>${escapeHtml(reason)}</p>`);
}

/** Goes on once the person has decided on the phone. */
export const WAIT_SCRIPT = `const { url } = document.currentScript.dataset;
let isLeft = false;
addEventListener('submit', () => {
  isLeft = true;
});
const wait = async () => {
  const { result } = await fetch(url).then((answer) => answer.json());
  if (isLeft) return;
  if (result) location.replace(result);
  else wait();
};
wait();
`;

function siteOf({ redirectUri }: LoginRequest): string {
  return escapeHtml(new URL(redirectUri).host);
}

function renderPage(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 22rem; margin: 12vh auto 0; padding: 0 1rem }
h1 { font-size: 1.25rem }
button { font: inherit; padding: 0.5rem 1rem; min-height: 2.75rem }
</style>
<main><h1>${title}</h1>${content}</main>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
