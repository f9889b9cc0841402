import type { FastifyInstance } from 'fastify';
import { holdUntil } from '../change-signal.ts';
import type { EskizGateway } from '../eskiz/gateway.ts';
import type { Faults } from '../faults.ts';
import { hangUpSignal } from '../hang-up-signal.ts';
import { normalizePhone, type SmsStore } from '../sms-store.ts';
import { commandsShownTo } from '../telegram/methods/bot-commands.ts';
import { descriptionShownTo } from '../telegram/methods/bot-descriptions.ts';
import { menuButtonShownTo } from '../telegram/methods/menu-button.ts';
import {
  addBot,
  type Bot,
  groupRoom,
  type Person,
  privateRoom,
  removePerson,
  shownMessage,
  type World,
} from '../telegram/world/world.ts';
import { actAsPerson, setBlocked } from './act-as-person.ts';
import { eskizControls } from './eskiz-controls.ts';
import { HandsetError, invalidField, notFound } from './handset-error.ts';
import { openLink, readBotLink } from './open-link.ts';
import { openMiniApp } from './open-mini-app.ts';
import {
  type PersonInput,
  readAction,
  readAfter,
  readBlocked,
  readBot,
  readFault,
  readLink,
  readMiniApp,
  readPerson,
  readPhoneQuery,
  readTelegramIdInPath,
  readWait,
} from './read-input.ts';
import { streamEvents } from './stream-events.ts';

export interface HandsetRoutesOptions {
  world: World;
  faults: Faults;
  sms: SmsStore;
  gateway: EskizGateway;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

interface UserPath {
  Params: { telegram_id: string };
  Querystring: { bot?: string; after?: string; wait?: string; chat?: string };
}

/** The handset API: all actions of simulated people, for tests, scripts and the handset page. */
export async function handsetRoutes(app: FastifyInstance, options: HandsetRoutesOptions): Promise<void> {
  const { world, faults, sms, gateway, stopping } = options;

  app.setErrorHandler((error, _request, reply) => {
    const shown = asHandsetError(error);
    return reply.code(shown.status).send({ error: { code: shown.code, message: shown.message } });
  });

  app.post<{ Querystring: { bot?: string } }>('/handset/users', async (request, reply) => {
    const bot = selectBot(world, request.query.bot);
    const { person, isNew } = savePerson(world, readPerson(request.body));
    return reply.code(isNew ? 201 : 200).send(showPerson(bot, person));
  });

  app.get<{ Querystring: { bot?: string } }>('/handset/users', async (request) => {
    const bot = selectBot(world, request.query.bot);
    return [...world.people.values()].map((person) => showPerson(bot, person));
  });

  app.get<UserPath>('/handset/users/:telegram_id', async (request) =>
    showPerson(selectBot(world, request.query.bot), selectPerson(world, request.params.telegram_id)),
  );

  app.delete<UserPath>('/handset/users/:telegram_id', async (request) => {
    removePerson(world, selectPerson(world, request.params.telegram_id));
    return { ok: true };
  });

  app.post<UserPath>('/handset/users/:telegram_id/messages', async (request, reply) => {
    const bot = selectBot(world, request.query.bot);
    const person = selectPerson(world, request.params.telegram_id);
    return reply.code(201).send(actAsPerson(world, bot, person, readAction(request.body)));
  });

  app.get<UserPath>('/handset/users/:telegram_id/messages', async (request, reply) => {
    const bot = selectBot(world, request.query.bot);
    const person = selectPerson(world, request.params.telegram_id);
    const room = request.query.chat === 'group' ? groupRoom(bot) : privateRoom(bot, person);
    const after = readAfter(request.query.after);
    const isNewer = () => room.messages.some(({ message }) => message.message_id > after) || undefined;
    await holdUntil(isNewer, room.changed, readWait(request.query.wait), hangUpSignal(reply, stopping));
    return room.messages.filter(({ message }) => message.message_id > after).map(shownMessage);
  });

  app.post<UserPath>('/handset/users/:telegram_id/links', async (request) => {
    const person = selectPerson(world, request.params.telegram_id);
    const { username, payload } = readBotLink(readLink(request.body), request.host);
    return openLink(world, selectBot(world, username), person, payload);
  });

  app.post<UserPath>('/handset/users/:telegram_id/block', async (request) => {
    const bot = selectBot(world, request.query.bot);
    const person = selectPerson(world, request.params.telegram_id);
    setBlocked(world, bot, person, readBlocked(request.body));
    return showPerson(bot, person);
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

  app.get<{ Params: { id: string }; Querystring: { bot?: string; wait?: string } }>(
    '/handset/callbacks/:id',
    async (request, reply) => {
      const bot = selectBot(world, request.query.bot);
      const record = bot.callbacks.get(request.params.id);
      if (!record) throw notFound(`callback query ${request.params.id} does not exist`);
      const wait = readWait(request.query.wait);
      await holdUntil(() => record.answer, bot.callbacksChanged, wait, hangUpSignal(reply, stopping));
      return { id: record.query.id, is_answered: record.answer !== undefined, ...record.answer };
    },
  );

  app.get<{ Querystring: { phone?: string; after?: string; wait?: string } }>(
    '/handset/sms',
    async (request, reply) => {
      const phone = readPhoneQuery(request.query.phone);
      const after = readAfter(request.query.after);
      const read = () => {
        const newer = sms.list(phone).filter((each) => each.id > after);
        return newer.length > 0 ? newer : undefined;
      };
      return (await holdUntil(read, sms.changed, readWait(request.query.wait), hangUpSignal(reply, stopping))) ?? [];
    },
  );

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
    const fault = readFault(request.body);
    faults.add(fault);
    return reply.code(201).send({ ok: true, ...fault });
  });

  app.get('/handset/faults', async () => faults.list());

  app.delete('/handset/faults', async () => {
    faults.clear();
    return { ok: true };
  });

  await app.register(eskizControls, { gateway });

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

function selectBot(world: World, username: string | undefined): Bot {
  const wanted = username?.replace(/^@/, '').toLowerCase();
  const bots = [...world.bots.values()];
  const bot = wanted ? bots.find((each) => each.user.username.toLowerCase() === wanted) : bots[0];
  if (!bot) throw notFound(wanted ? `bot ${wanted} does not exist: POST /handset/bots adds one` : 'there is no bot');
  return bot;
}

function selectPerson(world: World, telegramId: string): Person {
  const person = world.people.get(readTelegramIdInPath(telegramId));
  if (!person) throw notFound(`person ${telegramId} does not exist: POST /handset/users adds one`);
  return person;
}

function showPerson(bot: Bot, person: Person): object {
  return { ...person, blocked: bot.blockedBy.has(person.telegram_id) };
}

function showBot(bot: Bot): object {
  return { id: bot.user.id, username: bot.user.username, first_name: bot.user.first_name };
}

function asHandsetError(error: unknown): HandsetError {
  if (error instanceof HandsetError) return error;
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 500 || !(error instanceof Error)) return new HandsetError(500, 'internal', 'internal error');
  return new HandsetError(status, 'invalid_input', error.message);
}
