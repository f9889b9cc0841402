import { randomUUIDv7 } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Admin, signInAdmin } from '../support/admin.ts';
import { useService } from '../support/service-keys.ts';
import { expectError, somebody, useApi } from '../support/test-api.ts';

const api = useApi();
const service = useService(api);
let admin: Admin;
const ids: Record<string, string> = {};

let newest = '';
/** An id above all before: those of one millisecond are in no order. */
function newerId(): string {
  let id: string;
  do id = randomUUIDv7();
  while (id <= newest);
  newest = id;
  return id;
}

async function addUser(first: string, last: string, phone: string | null = null, telegramId: number | null = null) {
  const id = newerId();
  ids[first] = id;
  await api.sql.query('INSERT INTO users (id, phone, telegram_id, first_name, last_name) VALUES ($1, $2, $3, $4, $5)', [
    id,
    phone,
    telegramId,
    first,
    last,
  ]);
  return id;
}

const search = (body: object) => admin.call('POST', 'users/search/', body);
const find = async (query: string) => {
  const answer = await search({ query });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().users.map(({ first_name }: { first_name: string }) => first_name);
};

beforeAll(async () => {
  admin = await signInAdmin(api);
  await addUser('Aziza', 'Karimova', '+998901234567', 7_001_234_567);
  await addUser('Азиза', 'Каримова');
  await addUser('Oʻtkir', 'Gʻulomov');
  await addUser('Ғайрат', '');
  await addUser('Шаҳзод', 'Ёқубов');
  await addUser('Anna-Maria', 'Иванова', '+77012344567');
  await addUser('100%', 'under_score');
});

describe('a search finds', () => {
  test.for<[string, string[]]>([
    ['Aziza', ['Азиза', 'Aziza']],
    ['азиза', ['Азиза', 'Aziza']],
    ['AZI', ['Азиза', 'Aziza']],
    ['karimova aziza', ['Азиза', 'Aziza']],
    ['  kari   azi ', ['Азиза', 'Aziza']],
    ['Каримова', ['Азиза', 'Aziza']],
    ['ziza', []],
    ['aziza anna', []],
    ['O‘tkir', ['Oʻtkir']],
    ["o'tkir g'ulom", ['Oʻtkir']],
    ['otkir', ['Oʻtkir']],
    ['Shahzod', ['Шаҳзод']],
    ['шахзод', ['Шаҳзод']],
    ['ўткир ғуломов', ['Oʻtkir']],
    ["G'ayrat", ['Ғайрат']],
    ['yoqub', ['Шаҳзод']],
    ['maria', ['Anna-Maria']],
    ['anna-maria', ['Anna-Maria']],
    ['ivan', ['Anna-Maria']],
    ['100', ['100%']],
    ['under_score', ['100%']],
  ])('the words of a name: %s', async ([query, found]) => {
    expect(await find(query)).toEqual(found);
  });

  test.for<[string, string[]]>([
    ['+998901234567', ['Aziza']],
    ['998 (90) 123-45-67', ['Aziza']],
    ['90 123 45 67', ['Aziza']],
    ['00998901234567', ['Aziza']],
    ['4567', ['Anna-Maria', 'Aziza']],
    ['34567', ['Aziza']],
    ['44567', ['Anna-Maria']],
    ['45 67', ['Anna-Maria', 'Aziza']],
    ['567', []],
    ['7001234567', ['Aziza']],
    ['7001234568', []],
    ['+7001234567', []],
  ])('a number, its ending or a telegram_id: %s', async ([query, found]) => {
    expect(await find(query)).toEqual(found);
  });
});

test.for([
  "'",
  '&',
  ':*',
  "a' | 'b",
  '\\',
  "\\'",
  '%',
  '_',
  '!',
  '(',
  ')',
  '<->',
  '""',
  '‘’',
  '-',
  '+',
  '+ ( ) -',
  '0',
  '٣٤٥٦',
  'ь',
  'Ъь',
  '🙂',
  'a'.repeat(100),
  Array.from({ length: 50 }, (_, i) => 'abcdefghij'[i % 10]).join(' '),
  '1'.repeat(100),
  "'; DROP TABLE users; --",
])('odd input finds nobody and is no error: %s', async (query) => {
  expect(await find(query)).toEqual([]);
});

test.for([[{ query: 'a'.repeat(101) }], [{ query: 'a\u0000b' }], [{ query: '\ud800' }], [{ query: 7 }], [{ q: 'a' }]])(
  'what is no text of at most 100 characters is refused: %j',
  async ([body]) => {
    expectError(await search(body ?? {}), 400, 'validation_failed');
  },
);

test('without a query everybody is listed, the newest first, page by page', async () => {
  for (let i = 0; i < 45; i++) await addUser(`Many${i}`, '');
  const all = (await api.sql.query('SELECT id FROM users ORDER BY id DESC')).rows.map(({ id }) => id);
  const listed: string[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const { users, next_cursor } = (await search({ ...(after && { after }) })).json();
    listed.push(...users.map(({ id }: { id: string }) => id));
    after = next_cursor;
  }
  expect(listed).toEqual(all);
  const many = (await search({ query: 'many' })).json();
  expect(many.users).toHaveLength(20);
  const more = (await search({ query: 'many', after: many.next_cursor })).json();
  const last = (await search({ query: 'many', after: more.next_cursor })).json();
  expect(last.next_cursor).toBeNull();
  const pages = [many, more, last].flatMap(({ users }) => users.map(({ id }: { id: string }) => id));
  expect(pages).toEqual(all.slice(0, 45));
  expect((await search({ query: '  ' })).json().users).toHaveLength(20);
});

test('a forged cursor is refused, and another user’s id is a place in the order', async () => {
  for (const after of ['', 'x', "' OR 1=1", '00000000-0000-0000-0000-00000000000g', '1'.repeat(200)])
    expectError(await search({ after }), 400, 'validation_failed');
  const { users } = (await search({ after: '00000000-0000-7000-8000-000000000000' })).json();
  expect(users).toEqual([]);
});

test('is for administrators, not for services with every scope', async () => {
  expectError(await service.call('POST', 'users/search/', { body: {} }), 403, 'admin_required');
  expectError(await service.call('POST', 'people/show/', { body: { phone: somebody().phone } }), 403, 'admin_required');
});

test('names are found behind thousands of newer users, in the same order', async () => {
  await api.sql.query(
    `INSERT INTO users (id, first_name)
     SELECT (lpad(to_hex(extract(epoch FROM now())::bigint * 1000 + 100000 + i), 12, '0') || '7000800000000000000' || '0')::uuid,
       CASE i WHEN 2500 THEN 'Aziza' ELSE 'Newer' END
     FROM generate_series(1, 3000) i`,
  );
  expect(await find('aziza')).toEqual(['Aziza', 'Азиза', 'Aziza']);
  expect(await find('Oʻtkir')).toEqual(['Oʻtkir']);
  const { next_cursor } = (await search({ query: 'newer' })).json();
  const { rows } = await api.sql.query("SELECT id FROM users WHERE first_name = 'Newer' ORDER BY id DESC LIMIT 40");
  const second = (await search({ query: 'newer', after: next_cursor })).json().users;
  expect(second.map(({ id }: { id: string }) => id)).toEqual(rows.slice(20).map(({ id }) => id));
});
