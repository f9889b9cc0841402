import { expect, test } from 'vitest';
import { readInitData, readMiniAppKey } from '../../src/features/mini-app/init-data.ts';
import { BOT_ID, fieldsOf, signInitData, TEST_PUBLIC_KEY } from '../support/mini-app.ts';
import { testConfig } from '../support/test-api.ts';

const NOW_S = 1_800_000_000;
const issuer = { botId: BOT_ID, publicKey: readMiniAppKey(TEST_PUBLIC_KEY) };
const read = (text: string, nowS = NOW_S) => readInitData(text, issuer, nowS * 1_000);

/** Fields that Telegram could have signed. */
const fields = (more: Record<string, string> = {}) => ({
  ...fieldsOf({ id: 1001, first_name: 'Aziza' }, NOW_S),
  ...more,
});

test('data that Telegram itself has signed is read with its public key, which is the default', () => {
  // published in the documentation of Telegram Mini Apps: https://docs.telegram-mini-apps.com/packages/telegram-apps-init-data-node
  const text =
    'user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%20%2B%20-%20%3F%20%5C%2F%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%2C%22allows_write_to_pm%22%3Atrue%2C%22photo_url%22%3A%22https%3A%5C%2F%5C%2Ft.me%5C%2Fi%5C%2Fuserpic%5C%2F320%5C%2F4FPEE4tmP3ATHa57u6MqTDih13LTOiMoKoLDRG4PnSA.svg%22%7D&chat_instance=8134722200314281151&chat_type=private&auth_date=1733509682&signature=TYJxVcisqbWjtodPepiJ6ghziUL94-KNpG8Pau-X7oNNLNBM72APCpi_RKiUlBvcqo5L-LAxIc3dnTzcZX_PDg&hash=a433d8f9847bd6addcc563bff7cc82c89e97ea0d90c11fe5729cae6796a36d73';
  const { miniApp } = testConfig('postgres://localhost/x', { TELEGRAM_BOT_ID: '7342037359' });
  const real = { botId: miniApp?.botId ?? '', publicKey: readMiniAppKey(miniApp?.publicKey ?? '') };
  const at = 1_733_509_700_000;
  expect(readInitData(text, real, at)).toMatchObject({
    telegramId: 279_058_397,
    firstName: 'Vladislav + - ? /',
    lastName: 'Kibenko',
  });
  expect(readInitData(text, { ...real, botId: '7342037360' }, at)).toBeUndefined();
});

test.for([
  ['as it is', 'Aziza', 'Aziza'],
  ['with signs that a URL encodes', 'A+B & C=D % ✓', 'A+B & C=D % ✓'],
  ['with what cannot be seen', 'A\u202ezi\nza', 'Azi za'],
  ['of 10,000 characters', 'x'.repeat(10_000), 'x'.repeat(100)],
])('a name %s is read', ([, given, shown]) => {
  expect(read(signInitData(fieldsOf({ id: 1001, first_name: given }, NOW_S)))).toMatchObject({ firstName: shown });
});

test('a plus sign in place of an encoded space is a space', () => {
  const text = signInitData(fields({ user: '{"id":1001,"first_name":"Aziza Karimova"}' }));
  expect(read(text.replaceAll('%20', '+'))).toMatchObject({ firstName: 'Aziza Karimova' });
});

test('data is refused when it is older than five minutes, or more than 30 s ahead', () => {
  const text = signInitData(fields());
  for (const nowS of [NOW_S - 30, NOW_S, NOW_S + 300]) expect(read(text, nowS), String(nowS)).toBeDefined();
  for (const nowS of [NOW_S - 31, NOW_S + 301]) expect(read(text, nowS), String(nowS)).toBeUndefined();
});

test.for<[string, Record<string, string>]>([
  ['no user', { user: '' }],
  ['a user that is no JSON', { user: '{' }],
  ['a user without an id', { user: '{}' }],
  ['an id that is a text', { user: '{"id":"1001"}' }],
  ['an id of more than 52 bits', { user: '{"id":9007199254740993}' }],
  ['a negative id', { user: '{"id":-1001}' }],
  ['an id with a fraction', { user: '{"id":1001.5}' }],
  ['no auth_date', { auth_date: '' }],
  ['an auth_date that is not a number', { auth_date: 'now' }],
  ['an auth_date in hexadecimal', { auth_date: `0x${NOW_S.toString(16)}` }],
])('data with %s is refused, although it is signed', ([, more]) => {
  expect(read(signInitData(fields(more)))).toBeUndefined();
});

test('only the signature of the same bits is a signature', () => {
  const text = signInitData(fields());
  const { signature = '' } = Object.fromEntries(new URLSearchParams(text));
  const other = (value: string) => text.replace(signature, value);
  expect(read(other(`${signature}==`))).toBeDefined();
  for (const value of [
    '',
    signature.slice(1),
    `${signature} `,
    `${signature}A`,
    `${signature}%0A`,
    signature.toUpperCase(),
  ])
    expect(read(other(value)), value).toBeUndefined();
});

test('fields that could be read in two ways are refused', () => {
  const text = signInitData(fields());
  const victim = encodeURIComponent('{"id":1002}');
  for (const forged of [
    `${text}&user=${victim}`,
    `user=${victim}&${text}`,
    `${text}&auth_date=${NOW_S}`,
    `signature=x&${text}`,
    `hash=x&${text}`,
    `${text}&x%3Dy=z`,
  ])
    expect(read(forged), forged).toBeUndefined();
  expect(read(signInitData({ ...fields(), 'user={"id":1002},x': '' }))).toBeUndefined();
});
