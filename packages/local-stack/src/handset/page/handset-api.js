/** The handset API, as the page uses it. `bot` is a username. */

async function request(path, options) {
  const response = await fetch(path, options);
  const body = await response.json();
  if (!response.ok) throw new Error(body.error?.message ?? `HTTP ${response.status}`);
  return body;
}

function post(path, body) {
  return request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function userPath(person, action, bot) {
  return `/handset/users/${person}/${action}?bot=${encodeURIComponent(bot)}`;
}

export const listBots = () => request('/handset/bots');
export const listPeople = (bot) => request(`/handset/users?bot=${encodeURIComponent(bot)}`);
export const savePerson = (person) => post('/handset/users', person);
export const listMessages = (person, bot) => request(userPath(person, 'messages', bot));
export const listCommands = (person, bot) => request(userPath(person, 'commands', bot));
export const readDescription = (person, bot) => request(userPath(person, 'description', bot));
export const readMenuButton = (person, bot) => request(userPath(person, 'menu-button', bot));
export const openMiniApp = (person, input) => post(`/handset/users/${person}/mini-app`, input);
export const act = (person, bot, action) => post(userPath(person, 'messages', bot), action);
export const openLink = (person, url) => post(`/handset/users/${person}/links`, { url });
export const setBlocked = (person, bot, blocked) => post(userPath(person, 'block', bot), { blocked });
export const listSms = (phone) => request(`/handset/sms?phone=${encodeURIComponent(phone)}`);

/** Subscribes to the event stream. `onOpen` runs after every (re)connection to reload everything: events may be lost. */
export function listen({ onOpen, onEvent, onLost }) {
  const source = new EventSource('/handset/events');
  source.addEventListener('open', onOpen);
  source.addEventListener('error', onLost);
  source.addEventListener('message', (event) => onEvent(JSON.parse(event.data)));
}
