import { languages } from '@raqam/shared/languages';
import { beforeEach, describe, expect, test } from 'vitest';
import { messages } from '../src/messages/messages.ts';
import { refusal } from './support/answers.ts';
import { cardAnswer } from './support/fake-bot-endpoints.ts';
import { type ChatMessage, createPerson, type Person } from './support/person.ts';
import { startAlerts } from './support/run-alerts.ts';
import { useBot } from './support/run-bot.ts';

const bot = useBot();
const { uz } = messages;
const LINK = '/start AbCdEfGhIjKlMnOpQrSt_-';

beforeEach(() => {
  bot.api.bot.calls.splice(0);
  bot.api.calls.splice(0);
});

const plain = (html: string) => html.replaceAll(/<\/?b>/g, '');
const change = (card: Parameters<typeof cardAnswer>[0] = {}) => cardAnswer({ purpose: 'change_phone', ...card });

async function openLink(person: Person, answer = change()): Promise<ChatMessage> {
  bot.api.bot.answers.openChallenge.push(answer);
  return person.send({ text: LINK });
}

async function edited(person: Person, before: ChatMessage): Promise<ChatMessage> {
  await expect.poll(async () => (await person.see(before)).text).not.toBe(before.text);
  return person.see(before);
}

test('the contact is asked for first; then the card names the new number, and no button stays after the decision', async () => {
  const person = await createPerson(bot.stackUrl);
  const asked = await openLink(person, change({ needs_contact: true, account: null }));
  expect(asked.text).toBe(`${plain(uz.change.askForContact('shop.uz'))}\n\nChrome, Android\nOʻzbekiston`);
  bot.api.bot.answers.shareContact.push(change());
  const card = await person.send({ contact: 'own' });
  expect(card.text).toContain(plain(uz.change.title('shop.uz')));
  expect(card.text).toContain('Yangi raqam: +998 90 ••• 45 67');
  bot.api.bot.answers.decideChallenge.push({ status: 200, body: { state: 'approved' } });
  await person.press(card, '47');
  const after = await edited(person, card);
  expect(after.text).toContain(plain(uz.change.approved('shop.uz')));
  expect(after.reply_markup).toBeUndefined();
});

test('the link in another Telegram account says whose it is', async () => {
  const person = await createPerson(bot.stackUrl);
  const answer = await openLink(person, refusal(403, 'other_telegram'));
  expect(answer.text).toBe(uz.change.otherTelegram);
});

describe('the alert of a changed number', () => {
  test.for(languages)(
    'in %s tells both numbers, where and when; “it was not me” gives the old one back',
    async (language) => {
      const { change: texts } = messages[language];
      const person = await createPerson(bot.stackUrl, { language });
      await person.send({ text: '/help' });
      bot.api.chats.set(person.id, { language, is_blocked: false });
      const alerts = startAlerts({ stackUrl: bot.stackUrl, apiUrl: bot.api.url });
      const tell = async (numbers: object) => {
        bot.api.bot.addAlert({ telegram_id: person.id, kind: 'number_changed', ...numbers });
        return person.hear();
      };
      const changed = await tell({ account: '+998 90 ••• 45 67', new_account: '+998 93 ••• 11 22' });
      expect(changed.text).toBe(
        `${plain(texts.changed.title('shop.uz'))} 21.11.2026, 18:05 (UTC)\n\nChrome, Android\n${new Intl.DisplayNames(
          [language],
          { type: 'region' },
        ).of('UZ')}\n+998 90 ••• 45 67 → +998 93 ••• 11 22\n\n${texts.changed.advice}`,
      );
      bot.api.bot.answers.undoChange.push({ status: 200, body: { account: '+998 90 ••• 45 67' } });
      await person.press(changed, texts.undoButton);
      expect((await edited(person, changed)).text).toContain(plain(texts.undone('shop.uz', '+998 90 ••• 45 67')));

      const added = await tell({ account: null, new_account: '+998 93 ••• 11 22' });
      expect(added.text).toContain(plain(texts.added.title('shop.uz')));
      bot.api.bot.answers.undoChange.push({ status: 200, body: { account: null } });
      await person.press(added, texts.undoButton);
      expect((await edited(person, added)).text).toContain(plain(texts.undone('shop.uz', '')));

      const late = await tell({ new_account: '+998 93 ••• 11 22' });
      await person.press(late, texts.undoButton);
      expect((await edited(person, late)).text).toContain(plain(texts.undoneLate('shop.uz')));
      await alerts.stop();
    },
  );
});
