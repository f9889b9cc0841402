import { type Answer, BOT_SECRET, fromElsewhere, type Person, somebody, type TestApi } from './test-api.ts';

/** A browser that signs in by a press in Telegram. */
export interface Browser {
  id: string;
  secret: string;
  number: string;
  nonce: string;
}

/** The calls of a browser and of the bot, as their programs make them. */
export interface Press {
  start(more?: object, options?: object): Promise<Browser>;
  wait(browser: Pick<Browser, 'id' | 'secret'>, more?: object): Promise<Answer>;
  state(browser: Browser): Promise<string>;
  collect(browser: Pick<Browser, 'id' | 'secret'>, options?: object, more?: object): Promise<Answer>;
  send(browser: Pick<Browser, 'id' | 'secret'>, phone: string, options?: object, more?: object): Promise<Answer>;
  verify(browser: Pick<Browser, 'id' | 'secret'>, code: string, options?: object, more?: object): Promise<Answer>;
  /** “It is my old account.” */
  askOwner(browser: Pick<Browser, 'id' | 'secret'>): Promise<Answer>;
  open(nonce: string, telegramId: number, more?: object): Promise<Answer>;
  contact(telegramId: number, phone: string, more?: object): Promise<Answer>;
  decide(ref: string, telegramId: number, decision: object): Promise<Answer>;
  /** A browser whose challenge this person has approved; the contact is shared if it is asked for. */
  approve(person: Person, more?: object): Promise<Browser>;
  alerts(more?: object): Promise<Answer>;
  acknowledge(ids: string[]): Promise<Answer>;
  disown(alert: string, telegramId: number): Promise<Answer>;
  undo(alert: string, telegramId: number): Promise<Answer>;
}

const asBot = { headers: { authorization: `Bearer ${BOT_SECRET}` } };

/** The variables that an api needs for the press. */
export const withBot = { TELEGRAM_BOT_USERNAME: '@shop_bot' };

export function usePress(api: TestApi): Press {
  const bot = (path: string, body: object): Promise<Answer> => api.post(`/api/v1/bot/${path}/`, body, asBot);
  const press: Press = {
    async start(more: object = {}, options = {}): Promise<Browser> {
      const answer = await api.post('/api/v1/auth/challenges/', more, options);
      if (answer.statusCode !== 201) throw new Error(answer.body);
      const { id, secret, telegram } = answer.json();
      return { id, secret, number: telegram.number, nonce: new URL(telegram.url).searchParams.get('start') ?? '' };
    },
    wait: ({ id, secret }: Pick<Browser, 'id' | 'secret'>, more: object = { seconds: 0 }): Promise<Answer> =>
      api.post(`/api/v1/auth/challenges/${id}/wait/`, { secret, ...more }),
    async state(browser: Browser): Promise<string> {
      return (await press.wait(browser)).json().state;
    },
    collect: ({ id, secret }: Pick<Browser, 'id' | 'secret'>, options = {}, more = {}): Promise<Answer> =>
      api.post(`/api/v1/auth/challenges/${id}/collect/`, { secret, ...more }, options),
    send: ({ id, secret }, phone, options = fromElsewhere(), more = {}) =>
      api.post(`/api/v1/auth/challenges/${id}/send/`, { secret, phone, ...more }, options),
    verify: ({ id, secret }, code, options = fromElsewhere(), more = {}) =>
      api.post(`/api/v1/auth/challenges/${id}/verify/`, { secret, code, ...more }, options),
    askOwner: ({ id, secret }) => api.post(`/api/v1/auth/challenges/${id}/ask-owner/`, { secret }, fromElsewhere()),
    open: (nonce: string, telegramId: number, more: object = {}) =>
      bot('challenges/open', { start: nonce, telegram_id: telegramId, ...more }),
    contact: (telegramId: number, phone: string, more: object = {}) =>
      bot('challenges/contact', { telegram_id: telegramId, phone_number: phone, ...more }),
    decide: (ref: string, telegramId: number, decision: object) =>
      bot('challenges/decide', { ref, telegram_id: telegramId, ...decision }),
    async approve({ telegramId, phone }, more) {
      const browser = await press.start(more, fromElsewhere());
      const { needs_contact } = (await press.open(browser.nonce, telegramId)).json();
      if (needs_contact) await press.contact(telegramId, phone);
      const decided = await press.decide(browser.id, telegramId, { choice: browser.number });
      if (decided.json().state !== 'approved') throw new Error(decided.body);
      return browser;
    },
    alerts: (more: object = {}) => bot('alerts/next', more),
    acknowledge: (ids: string[]) => bot('alerts/ack', { ids }),
    disown: (alert: string, telegramId: number) => bot('sessions/end', { alert, telegram_id: telegramId }),
    undo: (alert, telegramId) => bot('numbers/restore', { alert, telegram_id: telegramId }),
  };
  return press;
}

/** A person who has an account. */
export async function signUp(api: TestApi): Promise<Person> {
  const person = somebody();
  await api.signIn(person);
  return person;
}

/** One of the card's numbers that is not the page's. */
export function otherThan(number: string, choices: string[]): string {
  return choices.find((choice) => choice !== number) ?? '';
}
