import { element, showToast } from './dom.js';
import { loadExtensions } from './extensions.js';
import { listBots, listen, listPeople, savePerson } from './handset-api.js';
import { createPhone } from './phone.js';

const byId = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const CHOSEN_KEY = 'chosen person';
/** The payloads that Telegram passes on. */
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;

/** The one person to show; undefined shows everybody. */
let onlyPerson = Number(query.get('person')) || undefined;
/** The person whose phone was used last in this browser, in any tab: a link opens there. */
let chosen = Number(localStorage.getItem(CHOSEN_KEY)) || undefined;
/** The payload of a link that this page was opened by, until it is opened. */
let payload = query.get('start') ?? undefined;
if (payload !== undefined && !PAYLOAD.test(payload)) {
  showToast('Telegram ignores this start payload: it must be 1 to 64 letters, digits, _ and -');
  payload = undefined;
}

let bot;
/** Phones by telegram_id, in visual order. */
const phones = new Map();
// Before anything is awaited, so that it is remembered once the page has loaded
if (onlyPerson !== undefined) choose(onlyPerson);
/** Make the parts of a phone that extensions add. */
const extensions = await loadExtensions();

/** Loads bots and people, and shows a phone for each person. Runs again after every reconnection. */
async function refresh() {
  const bots = await listBots();
  const wanted = (query.get('bot') ?? '').replace(/^@/, '').toLowerCase();
  bot = bots.find((each) => each.username.toLowerCase() === wanted) ?? bots[0];
  if (wanted && bot?.username.toLowerCase() !== wanted) {
    showToast(`There is no bot @${wanted} here`);
    payload = undefined;
  }
  byId('no-bot').hidden = bot !== undefined;
  if (!bot) return;
  document.title = `${bot.first_name} – Handset`;
  byId('bot-choice').hidden = bots.length < 2;
  byId('bot-select').replaceChildren(
    ...bots.map((each) =>
      element('option', { value: each.username, selected: each === bot }, `${each.first_name} (@${each.username})`),
    ),
  );
  await refreshPeople();
  if (payload !== undefined) await followLink();
}

/** Sends the link's payload from the only phone if its chat was started before; otherwise START waits to be pressed. */
async function followLink() {
  payload = undefined;
  const [phone] = phones.values();
  if (phones.size !== 1 || !phone.isKnown()) return;
  // Before it is sent, so that no reload sends it again
  forgetLink();
  await phone.openLink();
}

/** A reload opens the link no more. */
function forgetLink() {
  const left = new URL(location.href);
  left.searchParams.delete('start');
  if (onlyPerson !== undefined) left.searchParams.set('person', String(onlyPerson));
  history.replaceState(null, '', left);
}

async function refreshPeople() {
  const everybody = await listPeople(bot.username);
  const isChosenHere = everybody.some((person) => person.telegram_id === chosen);
  if (payload !== undefined && isChosenHere) onlyPerson ??= chosen;
  const people = everybody.filter((person) => onlyPerson === undefined || person.telegram_id === onlyPerson);
  if (people.length === 0) showToast(`There is no person ${onlyPerson} here`);
  for (const id of phones.keys()) if (!people.some((person) => person.telegram_id === id)) removePhone(id);
  await Promise.all(people.map(showPhone));
  byId('show-all').hidden = onlyPerson === undefined;
  if (!document.querySelector('.tab[aria-pressed="true"]')) {
    const [first] = phones.keys();
    if (first !== undefined) select(phones.has(chosen) ? chosen : first);
  }
}

async function showPhone(person) {
  const id = person.telegram_id;
  let phone = phones.get(id);
  if (!phone) {
    phone = createPhone({
      person,
      bot,
      extensions,
      startPayload: payload,
      onStart: forgetLink,
      onNews: () => {
        const tab = tabOf(id);
        if (tab?.getAttribute('aria-pressed') !== 'true') tab?.classList.add('news');
      },
    });
    phones.set(id, phone);
    for (const use of ['pointerdown', 'focusin']) phone.root.addEventListener(use, () => choose(id));
    byId('phones').append(phone.root);
    byId('tabs').append(
      element(
        'button',
        { className: 'tab', type: 'button', 'aria-pressed': 'false', 'data-id': String(id), onclick: () => choose(id) },
        person.first_name,
      ),
    );
  }
  tabOf(id).textContent = person.first_name;
  await phone.refresh(person);
}

function removePhone(id) {
  phones.get(id).root.remove();
  tabOf(id).remove();
  phones.delete(id);
}

function choose(id) {
  chosen = id;
  localStorage.setItem(CHOSEN_KEY, String(id));
  if (phones.has(id)) select(id);
}

/** On a narrow screen one phone is shown at a time. */
function select(id) {
  for (const [each, phone] of phones) {
    const isSelected = each === id;
    phone.root.classList.toggle('selected', isSelected);
    tabOf(each).setAttribute('aria-pressed', String(isSelected));
    if (isSelected) tabOf(each).classList.remove('news');
  }
}

function tabOf(id) {
  return document.querySelector(`.tab[data-id="${id}"]`);
}

async function applyEvent(event) {
  if (event.type === 'bot') return refresh();
  if (!bot) return undefined; // the first load, which reads everything, is under way
  if (event.type === 'person') return refreshPeople();
  // Of an extension
  if (event.bot === undefined) return Promise.all([...phones.values()].map((phone) => phone.applyExtra(event)));
  if (event.bot !== bot.username) return undefined;
  if (event.type === 'commands') return refreshPeople();
  if (event.chat_id < 0) return Promise.all([...phones.values()].map((phone) => phone.apply(event)));
  return phones.get(event.telegram_id ?? event.chat_id)?.apply(event);
}

byId('api-root').textContent = location.origin;

const report = (error) => showToast(error.message);

byId('bot-select').addEventListener('change', (event) => {
  const next = new URLSearchParams({ bot: event.target.value });
  if (onlyPerson !== undefined) next.set('person', String(onlyPerson));
  location.search = next.toString();
});

byId('show-all').href = (() => {
  const next = new URLSearchParams(query);
  next.delete('person');
  next.delete('start');
  return `/?${next}`;
})();

byId('add-person').addEventListener('click', () => {
  byId('person-error').textContent = '';
  byId('person-form').reset();
  byId('person-dialog').showModal();
});
byId('person-cancel').addEventListener('click', () => byId('person-dialog').close());
byId('person-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(event.target));
  const highest = Math.max(1_000, ...phones.keys());
  try {
    const person = await savePerson({ telegram_id: highest + 1, ...fields });
    byId('person-dialog').close();
    await refreshPeople();
    choose(person.telegram_id);
    phones.get(person.telegram_id)?.root.scrollIntoView({ block: 'nearest' });
  } catch (error) {
    byId('person-error').textContent = error.message;
  }
});

listen({
  onOpen: () => {
    byId('offline').hidden = true;
    refresh().catch(report);
  },
  onEvent: (event) => applyEvent(event).catch(report),
  onLost: () => {
    byId('offline').hidden = false;
  },
});
