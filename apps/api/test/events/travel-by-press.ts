import { DEVELOPMENT_GATEWAY_ACCOUNT } from '@raqam/local-stack/gateway/account';
import { signReport } from '@raqam/local-stack/gateway/report-delivery';
import { expect } from 'vitest';
import { GATEWAY_REPORT_PATH } from '../../src/features/channels/gateway/gateway-reports.routes.ts';
import { fieldsOf, signInitData } from '../support/mini-app.ts';
import { usePasskeys } from '../support/passkeys.ts';
import { otherThan, usePress } from '../support/press.ts';
import type { Gateway } from '../support/sms/gateway.ts';
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
export async function travelByPress(
  api: TestApi,
  { slow, telegram }: { slow: HeldGateway; telegram: Gateway },
  person: () => Person,
): Promise<Seen> {
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
  const sms = await slow.next();
  seen.codes.push(sms.code);
  sms.accept();
  await sending;
  await press.verify(bySms, wrong(sms.code));
  keep(await press.verify(bySms, sms.code));

  seen.secrets.push(DEVELOPMENT_GATEWAY_ACCOUNT.token);
  const byGateway = await start();
  const reader = person();
  await telegram.addPerson(reader);
  await press.send(byGateway, reader.phone, fromElsewhere(), { channel: 'gateway' });
  const [read = ''] = await telegram.telegramCodes(reader);
  seen.codes.push(read);
  const { rows } = await api.sql.query('SELECT provider_id FROM deliveries WHERE challenge_id = $1', [byGateway.id]);
  for (const status of ['delivered', 'expired']) {
    const about = { request_id: rows[0].provider_id, phone_number: reader.phone, payload: byGateway.id };
    const body = JSON.stringify({ ...about, delivery_status: { status } });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = signReport(DEVELOPMENT_GATEWAY_ACCOUNT.token, timestamp, body);
    const signed = { 'x-request-timestamp': timestamp, 'x-request-signature': signature };
    expect((await api.post(GATEWAY_REPORT_PATH, body, { headers: signed })).statusCode).toBe(200);
    await api.post(GATEWAY_REPORT_PATH, body, { headers: { ...signed, 'x-request-timestamp': '1' } });
  }
  await press.verify(byGateway, wrong(read));
  keep(await press.verify(byGateway, read));
  await telegram.fail({ target: 'gateway', kind: 'status', status: 200, error: 'BALANCE_NOT_ENOUGH' });
  await press.send(await start(), reader.phone, fromElsewhere(), { channel: 'gateway' });
  await telegram.fail({ target: 'gateway', kind: 'drop' });
  await press.send(await start(), person().phone, fromElsewhere(), { channel: 'gateway' });

  const member = person();
  const pause = async (someone: Person) => {
    await api.pass('31 seconds');
    return someone;
  };
  const register = async (device_id: string) => {
    const code = await api.issue(await pause(member));
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

  const changing = (await api.signIn(await pause(member), { device_id: 'known' })).access;
  const asMember = { ...fromElsewhere(), headers: { authorization: `Bearer ${changing}` } };
  const change = await press.start({ purpose: 'change_phone' }, asMember);
  seen.secrets.push(change.secret, change.nonce);
  seen.tokens.push(changing);
  const changed = person();
  await press.open(change.nonce, telegramId);
  await press.open(change.nonce, member.telegramId);
  await press.contact(member.telegramId, changed.phone);
  await press.decide(change.id, member.telegramId, { choice: change.number });
  expect((await press.collect(change, asMember)).json().user.phone).toBe(changed.phone);
  const told = (await press.alerts({ limit: 100 }))
    .json()
    .alerts.filter(({ kind }: { kind: string }) => kind === 'number_changed');
  expect((await press.undo(told[0].id, member.telegramId)).statusCode).toBe(200);
  const passkeys = usePasskeys(api, press);
  const at = await start();
  await press.approve(member).then(async (browser) => keep(await press.collect(browser)));
  const [access = ''] = seen.tokens.slice(-2);
  const authenticator = await passkeys.make(access);
  const credential = authenticator.get((await passkeys.offer(at)).json());
  seen.secrets.push(credential.response.signature);
  await passkeys.use(at, { ...credential, id: 'other' });
  const entered = await passkeys.use(at, credential);
  keep(entered);
  const [remembered] = entered.cookies.filter(({ name }) => name === 'remembered_device');
  seen.tokens.push(remembered?.value ?? '');
  const cookie = `remembered_device=${remembered?.value}`;
  for (const again of [true, false])
    await api.post('/api/v1/auth/challenges/', { continue: again }, { headers: { cookie, origin: WEB_ORIGIN } });
  const [{ id }] = (await passkeys.list(seen.tokens.at(-3) ?? '')).json();
  await passkeys.remove(seen.tokens.at(-3) ?? '', id);

  // somebody else has the number by now, and says that the account is theirs
  await api.sql.query(
    `UPDATE users SET date_joined = date_joined - interval '70 days', phone_proved_at = phone_proved_at - interval '70 days'
     WHERE telegram_id = $1`,
    [member.telegramId],
  );
  await api.sql.query(
    `UPDATE sessions SET last_used_at = last_used_at - interval '70 days', rotated_at = rotated_at - interval '70 days'
     FROM users WHERE users.id = user_id AND telegram_id = $1`,
    [member.telegramId],
  );
  const claimant = await press.approve({ ...person(), phone: member.phone }, { device_id: 'claimant' });
  await press.collect(claimant);
  await press.askOwner(claimant);
  await press.alerts();
  await press.decide(claimant.id, member.telegramId, { decline: true });

  const data = signInitData(fieldsOf({ id: member.telegramId, first_name: 'Aziza', last_name: 'Karimova' }));
  seen.secrets.push(data, new URLSearchParams(data).get('signature') ?? '');
  const inMiniApp = (init_data: string) =>
    api.post('/api/v1/auth/telegram/mini-app/', { init_data, device_id: 'mini' }, fromElsewhere());
  await inMiniApp(`${data}x`);
  keep(await inMiniApp(data));
  return seen;
}
