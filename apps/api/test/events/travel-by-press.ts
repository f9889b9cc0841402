import { expect } from 'vitest';
import { fieldsOf, signInitData } from '../support/mini-app.ts';
import { otherThan, usePress } from '../support/press.ts';
import type { HeldGateway } from '../support/sms/held-gateway.ts';
import { type Answer, fromElsewhere, type Person, type TestApi, WEB_ORIGIN, wrong } from '../support/test-api.ts';

/** What nobody may find afterwards. */
export interface Seen {
  /** The secrets of browsers, the nonces of links, and signed data. */
  secrets: string[];
  tokens: string[];
  codes: string[];
}

/** Signs in by a press, by a code of the browser's own challenge and in a Mini App, and fails at each in every way. */
export async function travelByPress(api: TestApi, gateway: HeldGateway, person: () => Person): Promise<Seen> {
  const press = usePress(api);
  const seen: Seen = { secrets: [], tokens: [], codes: [] };
  const start = async (more: object = {}) => {
    const browser = await press.start({ device_id: 'tablet', device_name: 'Tablet', ...more }, fromElsewhere());
    seen.secrets.push(browser.secret, browser.nonce);
    return browser;
  };
  const keep = (answer: Answer) => {
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    const { access, refresh } = answer.json().tokens;
    seen.tokens.push(access, refresh);
  };

  const own = person();
  const { telegramId } = own;
  const first = await start();
  await press.wait(first);
  const { choices } = (await press.open(first.nonce, telegramId, { full_name: 'Aziza Karimova' })).json();
  await press.contact(telegramId, 'not a number');
  await press.contact(telegramId, own.phone);
  await press.decide(first.id, telegramId, { choice: first.number });
  keep(await press.collect(first));
  keep(await press.collect(first));
  await press.disown(first.id, telegramId);

  const [wrongly, declined, taken, ended] = [await start(), await start(), await start(), await start()];
  for (const { nonce } of [wrongly, declined, taken]) await press.open(nonce, telegramId);
  await press.decide(wrongly.id, telegramId, { choice: otherThan(wrongly.number, choices) });
  await press.decide(declined.id, telegramId, { decline: true });
  await press.open(taken.nonce, person().telegramId);
  // each of the secrets in the wrong place: body, cookie, link, path
  await press.collect({ id: ended.id, secret: ended.nonce });
  await press.open(ended.secret, telegramId);
  await api.post(`/api/v1/auth/challenges/${ended.secret}/wait/`, { secret: ended.id });
  const headers = { origin: WEB_ORIGIN, cookie: `challenge_secret=${ended.nonce}` };
  await api.post(`/api/v1/auth/challenges/${ended.id}/collect/`, {}, { headers });
  await api.get(`/api/v1/auth/challenges/${ended.id}/wait/`, { headers });

  const bySms = await start();
  const { phone } = person();
  const sending = press.send(bySms, phone);
  const sms = await gateway.next();
  seen.codes.push(sms.code);
  sms.accept();
  await sending;
  await press.verify(bySms, wrong(sms.code));
  keep(await press.verify(bySms, sms.code));

  const member = person();
  const register = async (device_id: string) => {
    await api.pass('31 seconds');
    const code = await api.issue(member);
    seen.codes.push(code);
    keep(await api.register(member.phone, code, { device_id }));
  };
  await register('known');
  await register('unknown');
  const { alerts } = (await press.alerts()).json();
  await press.acknowledge(alerts.map(({ id }: { id: string }) => id));

  const proof = await start({ purpose: 'prove_number' });
  await press.open(proof.nonce, member.telegramId);
  await press.decide(proof.id, member.telegramId, { choice: proof.number });
  seen.tokens.push((await press.collect(proof)).json().phone_token);

  const data = signInitData(fieldsOf({ id: member.telegramId, first_name: 'Aziza', last_name: 'Karimova' }));
  seen.secrets.push(data, new URLSearchParams(data).get('signature') ?? '');
  const inMiniApp = (init_data: string) =>
    api.post('/api/v1/auth/telegram/mini-app/', { init_data, device_id: 'mini' }, fromElsewhere());
  await inMiniApp(`${data}x`);
  keep(await inMiniApp(data));
  return seen;
}
