import { randomUUID } from 'node:crypto';
import { createAuthenticator } from '../../support/authenticator.ts';
import { fieldsOf, signInitData } from '../../support/mini-app.ts';
import type { Browser } from '../../support/press.ts';
import { BOT_SECRET, fromElsewhere, type Person, WEB_ORIGIN } from '../../support/test-api.ts';
import type { Prepared } from '../send.ts';
import type { Parts, Recipes } from './recipe.ts';

/** Endpoints by which a browser signs in, over every channel. */
export function recipesOfSignIn({ api, world, secrets, press, passkeys, gateway, sms }: Parts): Recipes {
  const start = async (more?: object) => {
    const browser = await press.start(more, fromElsewhere());
    secrets.add(browser.secret, browser.nonce);
    return browser;
  };
  const of = ({ id, secret }: Pick<Browser, 'id' | 'secret'>, more: object = {}): Prepared => ({
    params: { id },
    body: { secret, ...more },
  });
  const readCode = (phone: string) => {
    const code = gateway.code(phone);
    secrets.add(code);
    return code;
  };
  const approved = async (person: Person, more?: object) => {
    const browser = await press.approve(person, more);
    secrets.add(browser.secret, browser.nonce);
    return browser;
  };
  let asked = 0;
  return {
    createTelegramCode: {
      async prepare() {
        const { telegramId, phone } = world.stranger();
        return { body: { secret_key: BOT_SECRET, telegram_id: telegramId, phone_number: phone, proof: 'contact' } };
      },
    },
    registerWithTelegram: {
      async prepare() {
        const person = world.stranger();
        const code = await api.issue(person);
        secrets.add(code);
        return { body: { phone: person.phone, code } };
      },
    },
    authenticateBySms: {
      async prepare() {
        const { phone } = world.stranger();
        asked += 1;
        if (asked % 2 === 1) return { body: { phone } };
        await sms.ask(phone);
        return { body: { phone, code: readCode(phone) } };
      },
    },
    startChallenge: { prepare: async () => ({ body: {} }), repeats: true },
    waitForChallenge: { prepare: async () => of(await start(), { seconds: 0 }), repeats: true },
    sendCode: { prepare: async () => of(await start(), { phone: world.stranger().phone, channel: 'sms' }) },
    verifyCode: {
      async prepare() {
        const { phone } = world.stranger();
        const browser = await start();
        await press.send(browser, phone, fromElsewhere(), { channel: 'sms' });
        return of(browser, { code: readCode(phone) });
      },
    },
    collectChallenge: { prepare: async () => of(await approved(world.stranger())) },
    askOwner: {
      async prepare() {
        const member = await world.signUp();
        const passed = "interval '70 days'";
        await api.sql.query(
          `UPDATE users SET date_joined = date_joined - ${passed}, phone_proved_at = phone_proved_at - ${passed} WHERE id = $1`,
          [member.id],
        );
        await api.sql.query(
          `UPDATE sessions SET last_used_at = last_used_at - ${passed}, rotated_at = rotated_at - ${passed} WHERE user_id = $1`,
          [member.id],
        );
        const claimant = await approved({ ...world.stranger(), phone: member.phone });
        await press.collect(claimant, fromElsewhere());
        return of(claimant);
      },
    },
    startTelegramLogin: { prepare: async () => of(await start(), { return_to: '/register?next=%2Fcart' }) },
    offerPasskey: { prepare: async () => ({ ...of(await start()), headers: { origin: WEB_ORIGIN } }), repeats: true },
    signInWithPasskey: {
      async prepare() {
        const authenticator = createAuthenticator();
        await passkeys.make((await world.signUp()).access, authenticator);
        const browser = await start();
        return {
          ...of(browser, { credential: authenticator.get((await passkeys.offer(browser)).json()) }),
          headers: { origin: WEB_ORIGIN },
        };
      },
    },
    signInWithMiniApp: {
      async prepare() {
        const { telegramId } = await world.signUp();
        const data = signInitData(fieldsOf({ id: telegramId, first_name: 'Aziza', last_name: 'Karimova' }));
        secrets.add(new URLSearchParams(data).get('signature') ?? '');
        return { body: { init_data: data } };
      },
    },
  };
}

/** Endpoints of the bot. */
export function recipesOfBot({ api, world, secrets, press }: Parts): Recipes {
  const asBot = (body: Record<string, unknown>): Prepared => ({ bearer: BOT_SECRET, body });
  const start = async (more?: object, options: object = fromElsewhere()) => {
    const browser = await press.start(more, options);
    secrets.add(browser.secret, browser.nonce);
    return browser;
  };
  let updates = 0;
  const nextUpdate = () => {
    updates += 1;
    return `777-${updates}-1790000000`;
  };
  const findAlerts = async (telegramId: number): Promise<string[]> => {
    const sql = "SELECT id FROM alerts WHERE telegram_id = $1 AND kind = 'number_changed'";
    const { rows } = await api.sql.query(sql, [telegramId]);
    return rows.map(({ id }) => id);
  };
  return {
    findChat: { prepare: async () => asBot({ telegram_id: world.stranger().telegramId }), repeats: true },
    saveChat: {
      prepare: async () => asBot({ telegram_id: world.stranger().telegramId, language: 'ru' }),
      repeats: true,
    },
    claimUpdate: { prepare: async () => asBot({ update: nextUpdate(), holder: randomUUID() }), repeats: true },
    releaseUpdate: {
      async prepare() {
        const update = { update: nextUpdate(), holder: randomUUID() };
        await api.post('/api/v1/bot/updates/claim/', update, { headers: { authorization: `Bearer ${BOT_SECRET}` } });
        return asBot({ ...update, is_answered: true });
      },
      repeats: true,
    },
    openChallenge: {
      async prepare() {
        const { telegramId: telegram_id } = world.stranger();
        return asBot({ start: (await start()).nonce, telegram_id, full_name: 'Aziza Karimova', language: 'ru' });
      },
    },
    shareContact: {
      async prepare() {
        const { telegramId: telegram_id, phone: phone_number } = world.stranger();
        const { id: ref, nonce } = await start();
        await press.open(nonce, telegram_id);
        return asBot({ ref, telegram_id, phone_number });
      },
    },
    decideChallenge: {
      async prepare() {
        const { telegramId: telegram_id } = await world.signUp();
        const { id: ref, nonce, number: choice } = await start();
        await press.open(nonce, telegram_id);
        return asBot({ ref, telegram_id, choice });
      },
    },
    nextAlerts: { prepare: async () => asBot({ seconds: 0, limit: 10 }), repeats: true },
    acknowledgeAlerts: { prepare: async () => asBot({ ids: ['6f8f57cb-9bd5-4cf1-a8b4-7d8d3a1c6f11'] }), repeats: true },
    disownSession: {
      async prepare() {
        const person = world.stranger();
        const browser = await press.approve(person);
        await press.collect(browser, fromElsewhere());
        return asBot({ alert: browser.id, telegram_id: person.telegramId });
      },
    },
    undoChange: {
      async prepare() {
        const { access, telegramId } = await world.signUp({ device_id: 'own' });
        const own = { ...fromElsewhere(), headers: { authorization: `Bearer ${access}` } };
        const change = await start({ purpose: 'change_phone' }, own);
        await press.open(change.nonce, telegramId);
        await press.contact(telegramId, world.stranger().phone);
        await press.decide(change.id, telegramId, { choice: change.number });
        await press.collect(change, own);
        const [alert = ''] = await findAlerts(telegramId);
        return asBot({ alert, telegram_id: telegramId });
      },
    },
  };
}
