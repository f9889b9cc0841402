import type { FastifyInstance } from 'fastify';
import { commandsShownTo } from '../bot-api/methods/bot-commands.ts';
import { descriptionShownTo } from '../bot-api/methods/bot-descriptions.ts';
import { menuButtonShownTo } from '../bot-api/methods/menu-button.ts';
import { holdUntil } from '../change-signal.ts';
import type { Faults } from '../faults.ts';
import { hangUpSignal } from '../hang-up-signal.ts';
import { normalizePhone } from '../world/normalize-phone.ts';
import { addBot, type Bot, type Person, removePerson, shownMessage, type World } from '../world/world.ts';
import { actAsPerson } from './actions/act-as-person.ts';
import { findChat } from './actions/find-chat.ts';
import { findInvoiceLink } from './actions/pay.ts';
import { readAction, readChatQuery } from './actions/read-action.ts';
import { setBlocked } from './actions/set-blocked.ts';
import { answerHandsetErrors } from './answer-errors.ts';
import { chatRoutes } from './chat-routes.ts';
import { HandsetError, invalidField } from './input/handset-error.ts';
import {
  type PersonInput,
  readAfter,
  readBlocked,
  readBot,
  readFault,
  readLink,
  readMiniApp,
  readPerson,
  readWait,
} from './input/read-input.ts';
import { openLink, readBotLink } from './open-link.ts';
import { openMiniApp } from './open-mini-app.ts';
import { queryRoutes } from './query-routes.ts';
import { isBlocked, selectBot } from './select-bot.ts';
import { selectPerson } from './select-person.ts';
import { streamEvents } from './stream-events.ts';

export interface HandsetRoutesOptions {
  world: World;
  faults: Faults;
  /** Reads what an extension adds to a person. */
  readPersonFields?: ((body: unknown) => object) | undefined;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

/** A file of 50 MB as base64, and a little more. */
const MAX_BODY_BYTES = 70 * 1024 * 1024;

interface UserPath {
  Params: { telegram_id: string };
  Querystring: { bot?: string; after?: string; seen?: string; wait?: string; chat?: string };
}

/** The handset API: all actions of simulated people, for tests, scripts and the handset page. */
export async function handsetRoutes(app: FastifyInstance, options: HandsetRoutesOptions): Promise<void> {
  const { world, faults, readPersonFields = () => ({}), stopping } = options;

  answerHandsetErrors(app);

  app.post<{ Querystring: { bot?: string } }>('/handset/users', async (request, reply) => {
    const { person, isNew } = savePerson(world, { ...readPerson(request.body), ...readPersonFields(request.body) });
    return reply.code(isNew ? 201 : 200).send(showPerson(world, request.query.bot, person));
  });

  app.get<{ Querystring: { bot?: string } }>('/handset/users', async (request) => {
    const { bot } = request.query;
    return [...world.people.values()].map((person) => showPerson(world, bot, person));
  });

  app.get<UserPath>('/handset/users/:telegram_id', async (request) =>
    showPerson(world, request.query.bot, selectPerson(world, request.params.telegram_id)),
  );

  app.delete<UserPath>('/handset/users/:telegram_id', async (request) => {
    removePerson(world, selectPerson(world, request.params.telegram_id));
    return { ok: true };
  });

  app.post<UserPath>('/handset/users/:telegram_id/messages', { bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
    const bot = selectBot(world, request.query.bot);
    const person = selectPerson(world, request.params.telegram_id);
    const signal = hangUpSignal(reply, stopping);
    return reply.code(201).send(await actAsPerson(world, bot, person, readAction(request.body), signal));
  });

  app.get<UserPath>('/handset/users/:telegram_id/messages', async (request, reply) => {
    const bot = selectBot(world, request.query.bot);
    const person = selectPerson(world, request.params.telegram_id);
    const room = findChat(bot, person, readChatQuery(request.query.chat));
    const after = readAfter(request.query.after);
    const isNewer = () => room.messages.some(({ message }) => message.message_id > after) || undefined;
    await holdUntil(isNewer, room.changed, readWait(request.query.wait), hangUpSignal(reply, stopping));
    return room.messages.filter(({ message }) => message.message_id > after).map(shownMessage);
  });

  app.get<UserPath>('/handset/users/:telegram_id/chat', async (request, reply) => {
    const bot = selectBot(world, request.query.bot);
    const person = selectPerson(world, request.params.telegram_id);
    const room = findChat(bot, person, readChatQuery(request.query.chat));
    const seen = request.query.seen === undefined ? undefined : readAfter(request.query.seen, 'seen');
    const isChanged = () => (room.changed.count !== seen ? true : undefined);
    await holdUntil(isChanged, room.changed, readWait(request.query.wait), hangUpSignal(reply, stopping));
    return {
      ...room.chat,
      pinned: room.pinned,
      revision: room.changed.count,
      pending_updates: bot.updates.pending.filter(({ key }) => key === room.chat.id).length,
    };
  });

  app.post<UserPath>('/handset/users/:telegram_id/links', async (request) => {
    const person = selectPerson(world, request.params.telegram_id);
    const link = readLink(request.body);
    const invoice = findInvoiceLink(world, link);
    if (invoice) return invoice;
    const { username, payload, startApp } = readBotLink(link, request.host);
    const bot = selectBot(world, username);
    if (startApp === undefined) return openLink(world, bot, person, payload);
    return { bot: bot.user.username, ...openMiniApp(bot, person, startApp ? { start_param: startApp } : {}) };
  });

  app.post<UserPath>('/handset/users/:telegram_id/block', async (request) => {
    const bot = selectBot(world, request.query.bot);
    const person = selectPerson(world, request.params.telegram_id);
    setBlocked(world, bot, person, readBlocked(request.body));
    return showPerson(world, bot.user.username, person);
  });

  app.get<UserPath>('/handset/users/:telegram_id/commands', async (request) => {
    const bot = selectBot(world, request.query.bot);
    const person = selectPerson(world, request.params.telegram_id);
    return commandsShownTo(bot, person.telegram_id, person.language_code);
  });

  app.get<UserPath>('/handset/users/:telegram_id/description', async (request) => {
    const bot = selectBot(world, request.query.bot);
    const { language_code } = selectPerson(world, request.params.telegram_id);
    return {
      description: descriptionShownTo(bot, 'description', language_code),
      short_description: descriptionShownTo(bot, 'short_description', language_code),
    };
  });

  app.get<UserPath>('/handset/users/:telegram_id/menu-button', async (request) => {
    const bot = selectBot(world, request.query.bot);
    return menuButtonShownTo(bot, selectPerson(world, request.params.telegram_id).telegram_id);
  });

  app.post<UserPath>('/handset/users/:telegram_id/mini-app', async (request) => {
    const { bot = request.query.bot, ...input } = readMiniApp(request.body);
    return openMiniApp(selectBot(world, bot), selectPerson(world, request.params.telegram_id), input);
  });

  app.get('/handset/bots', async () => [...world.bots.values()].map(showBot));

  app.post('/handset/bots', async (request, reply) => {
    const seed = readBot(request.body);
    try {
      const { bot, isNew } = addBot(world, seed);
      world.events.publish({ type: 'bot', bot: bot.user.username });
      return reply.code(isNew ? 201 : 200).send(showBot(bot));
    } catch (error) {
      // addBot's message names the wrong part of the seed.
      throw new HandsetError(400, 'invalid_input', error instanceof Error ? error.message : 'invalid bot');
    }
  });

  app.post('/handset/faults', async (request, reply) => {
    const fault = readFault(request.body, faults.targets);
    faults.add(fault);
    return reply.code(201).send({ ok: true, ...fault });
  });

  app.get('/handset/faults', async () => faults.list());

  app.delete('/handset/faults', async () => {
    faults.clear();
    return { ok: true };
  });

  await app.register(chatRoutes, { world });
  await app.register(queryRoutes, { world, stopping });

  app.get('/handset/events', (_request, reply) => streamEvents(world.events, reply, stopping));
}

function savePerson(world: World, input: PersonInput): { person: Person; isNew: boolean } {
  const known = world.people.get(input.telegram_id);
  const person: Person = {
    first_name: `Person ${input.telegram_id}`,
    phone: `99890${String(input.telegram_id).padStart(7, '0').slice(-7)}`,
    language_code: 'uz',
    ...known,
    ...input,
  };
  person.phone = normalizePhone(person.phone);
  if (person.first_name.trim() === '') throw invalidField('first_name', 'must not be empty');
  world.people.set(person.telegram_id, person);
  world.events.publish({ type: 'person', telegram_id: person.telegram_id });
  return { person, isNew: known === undefined };
}

function showPerson(world: World, username: string | undefined, person: Person): object {
  return { ...person, blocked: isBlocked(world, username, person) };
}

function showBot(bot: Bot): object {
  return { id: bot.user.id, username: bot.user.username, first_name: bot.user.first_name };
}
