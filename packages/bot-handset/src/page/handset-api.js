/** The handset API, as the page uses it. `bot` is a username. */

/** Sends a request; throws an Error with the message of the handset API. */
export async function request(path, options) {
  const response = await fetch(path, options);
  const body = await response.json();
  if (!response.ok) throw new Error(body.error?.message ?? `HTTP ${response.status}`);
  return body;
}

/** Posts a JSON body; throws as `request` does. */
export function post(path, body) {
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
export const listChats = (bot) => request(`/handset/chats?bot=${encodeURIComponent(bot)}`);
export const listMessages = (person, bot, chat = 'private') =>
  request(`${userPath(person, 'messages', bot)}&chat=${chat}`);
export const listCommands = (person, bot) => request(userPath(person, 'commands', bot));
export const readDescription = (person, bot) => request(userPath(person, 'description', bot));
export const readMenuButton = (person, bot) => request(userPath(person, 'menu-button', bot));
export const openMiniApp = (person, input) => post(`/handset/users/${person}/mini-app`, input);
export const act = (person, bot, action) => post(userPath(person, 'messages', bot), action);
export const openLink = (person, url) => post(`/handset/users/${person}/links`, { url });
export const readChat = (person, bot) => request(userPath(person, 'chat', bot));
export const readCheckout = (id, bot) => request(`/handset/checkouts/${id}?wait=30&bot=${encodeURIComponent(bot)}`);
export const fileUrl = (id, bot) => `/handset/files/${encodeURIComponent(id)}?bot=${encodeURIComponent(bot)}`;
export const setBlocked = (person, bot, blocked) => post(userPath(person, 'block', bot), { blocked });
export const readPageExtension = () => request('/handset/page-extension');

/** Subscribes to the event stream. `onOpen` runs after every (re)connection to reload everything: events may be lost. */
export function listen({ onOpen, onEvent, onLost }) {
  const source = new EventSource('/handset/events');
  source.addEventListener('open', onOpen);
  source.addEventListener('error', onLost);
  source.addEventListener('message', (event) => onEvent(JSON.parse(event.data)));
}
