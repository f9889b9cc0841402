import { expect, test } from 'vitest';
import { AZIZA, BOBUR, openHandset } from '../support/open-handset.ts';

test.for([
  ['Description', 'description', 512],
  ['ShortDescription', 'short_description', 120],
] as const)(
  'setMy%s: of one language, or for everybody; empty deletes; too long is refused',
  async ([name, field, max]) => {
    const { api, result } = await openHandset();
    const read = async (language_code?: string) => (await result(`getMy${name}`, { language_code }))[field];
    expect(await read()).toBe('');
    await result(`setMy${name}`, { [field]: 'For everybody' });
    await result(`setMy${name}`, { [field]: 'Для всех', language_code: 'ru' });
    expect([await read(), await read('ru'), await read('en')]).toEqual(['For everybody', 'Для всех', 'For everybody']);
    await result(`setMy${name}`, { [field]: '', language_code: 'ru' });
    expect(await read('ru')).toBe('For everybody');

    expect((await api(`setMy${name}`, { [field]: 'x'.repeat(max) })).status).toBe(200);
    expect((await api(`setMy${name}`, { [field]: 'x'.repeat(max + 1) })).status).toBe(400);
    expect((await api(`setMy${name}`, { [field]: 'x', language_code: 'russian' })).status).toBe(400);
  },
);

test('the handset API returns the texts that a person sees, by the language of their app', async () => {
  const { result, handset } = await openHandset();
  await result('setMyDescription', { description: 'Bot' });
  await result('setMyDescription', { description: 'Бот', language_code: 'ru' });
  expect((await handset(`/users/${AZIZA}/description`)).body).toEqual({ description: 'Bot', short_description: '' });
  expect((await handset(`/users/${BOBUR}/description`)).body).toEqual({ description: 'Бот', short_description: '' });
});
