import { expect, test } from 'vitest';
import { adminUrl, readAdminRoute } from '../../src/features/admin/admin-route.ts';
import { readBotLink } from '../../src/features/auth/sign-in/telegram/bot-link.ts';

test.for([
  [adminUrl('statistics'), '/admin'],
  [adminUrl('people', { id: '0197b0a4' }), '/admin/people/0197b0a4'],
  [adminUrl('people', { q: 'Aziza K' }), '/admin/people#q=Aziza+K'],
  [adminUrl('people', { q: '' }), '/admin/people'],
  [adminUrl('audit', { ip: '2001:db8::1' }), '/admin/audit#ip=2001%3Adb8%3A%3A1'],
] as const)('%s', ([url, expected]) => {
  expect(url).toBe(expected);
});

test.for([
  ['/admin', '', 'statistics', undefined],
  ['/admin/', '', 'statistics', undefined],
  ['/admin/people', '#q=a', 'people', undefined],
  ['/admin/people/', '', 'people', undefined],
  ['/admin/people/0197%2Fb0a4', '', 'people', '0197/b0a4'],
  ['/admin/people/%', '', 'people', '%'],
  ['/admin/statistics', '', undefined, undefined],
  ['/admin/people/a/b', '', undefined, 'a'],
  ['/admin/nowhere', '', undefined, undefined],
] as const)('%s%s is read as section %s, id %s', ([path, fragment, section, id]) => {
  expect(readAdminRoute(path, fragment)).toMatchObject({ section, id });
});

test('a number in a URL is read back, reaches no server, and is no link of the bot', () => {
  const url = new URL(adminUrl('people', { number: '+998901234567' }), 'https://example.uz');
  expect(url.pathname + url.search).toBe('/admin/people');
  expect(readAdminRoute(url.pathname, url.hash).details.get('number')).toBe('+998901234567');
  expect(readBotLink(url.hash)).toBeUndefined();
  expect(url.hash).not.toMatch(/[#&](?:phone|code)=/);
});
