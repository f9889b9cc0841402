import { Bot } from 'grammy';
import { describe, expect, test } from 'vitest';
import { AZIZA, BOBUR, type Json, openHandset, TOKEN } from '../support/open-handset.ts';

async function open() {
  const handset = await openHandset();
  const first = await handset.write(AZIZA, 'first message');
  const { api } = new Bot(TOKEN, { client: { apiRoot: handset.url } });
  const lastUpdate = async () => (await handset.result('getUpdates', { offset: -1 }))[0];
  const chat = async () => (await handset.handset(`/users/${AZIZA}/messages`)).body as Json[];
  return { handset, api, first, lastUpdate, chat };
}

describe('forwards and copies', () => {
  test('a bot forwards a message with its origin, and copies it without', async () => {
    const { handset, api, first } = await open();
    await handset.write(BOBUR, 'hello');
    expect(await api.forwardMessage(BOBUR, AZIZA, first.message_id)).toMatchObject({
      text: 'first message',
      forward_origin: { type: 'user', sender_user: { id: AZIZA } },
    });
    const copied = await api.copyMessage(BOBUR, AZIZA, first.message_id);
    const messages = (await handset.handset(`/users/${BOBUR}/messages`)).body;
    expect(messages.at(-1)).toMatchObject({ message_id: copied.message_id, text: 'first message' });
    expect(messages.at(-1)).not.toHaveProperty('forward_origin');
    expect(await api.forwardMessages(BOBUR, AZIZA, [first.message_id, 77])).toHaveLength(1);
    expect(await api.copyMessages(BOBUR, AZIZA, [first.message_id])).toHaveLength(1);
  });

  test('a copy of a file may get another caption', async () => {
    const { handset, api, chat } = await open();
    const { message_id } = await handset.write(AZIZA, { document: true, caption: 'old' });
    await api.copyMessage(AZIZA, AZIZA, message_id, { caption: 'new' });
    expect((await chat()).at(-1)).toMatchObject({ document: { file_name: 'sample.pdf' }, caption: 'new' });
  });

  test('protected and missing messages are refused', async () => {
    const { handset, api } = await open();
    const secret = await api.sendMessage(AZIZA, 'code', { protect_content: true });
    await expect(api.forwardMessage(AZIZA, AZIZA, secret.message_id)).rejects.toThrow("message can't be forwarded");
    await expect(api.copyMessage(AZIZA, AZIZA, secret.message_id)).rejects.toThrow("message can't be copied");
    await expect(api.forwardMessage(AZIZA, AZIZA, 99)).rejects.toThrow('message to forward not found');
    const answer = await handset.handset(`/users/${AZIZA}/messages`, { forward: { message_id: secret.message_id } });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'refused' } } });
  });

  test('a person forwards a message of the bot back to it', async () => {
    const { handset, api, lastUpdate } = await open();
    const { message_id } = await api.sendMessage(AZIZA, 'from the bot');
    await handset.write(AZIZA, { forward: { message_id } });
    expect(await lastUpdate()).toMatchObject({
      message: {
        text: 'from the bot',
        forward_origin: { type: 'user', sender_user: { id: 1_000_000_001, is_bot: true } },
      },
    });
  });
});

describe('replies', () => {
  test('a person answers a message, and quotes a part of it', async () => {
    const { handset, api, lastUpdate } = await open();
    const { message_id } = await api.sendMessage(AZIZA, 'tea or coffee?');
    await handset.write(AZIZA, { text: 'yes', reply_to: { message_id, quote: 'coffee' } });
    expect(await lastUpdate()).toMatchObject({
      message: {
        text: 'yes',
        reply_to_message: { message_id, text: 'tea or coffee?' },
        quote: { text: 'coffee', position: 7, is_manual: true },
      },
    });
  });

  test('a bot quotes a part; a part that is not there is refused', async () => {
    const { api, first } = await open();
    const reply = { message_id: first.message_id, quote: 'message' };
    expect(await api.sendMessage(AZIZA, 'ok', { reply_parameters: reply })).toMatchObject({ quote: { position: 6 } });
    await expect(api.sendMessage(AZIZA, 'ok', { reply_parameters: { ...reply, quote: 'nowhere' } })).rejects.toThrow(
      'QUOTE_TEXT_INVALID',
    );
  });
});

describe('edits, deletions and pins', () => {
  test('a person edits a text and a caption: the bot gets edited_message', async () => {
    const { handset, first, lastUpdate } = await open();
    await handset.write(AZIZA, { edit: { message_id: first.message_id, text: '/changed' } });
    expect(await lastUpdate()).toMatchObject({
      edited_message: {
        message_id: first.message_id,
        text: '/changed',
        entities: [{ type: 'bot_command' }],
        edit_date: expect.any(Number),
      },
    });
    const photo = await handset.write(AZIZA, { photo: true, caption: 'a' });
    await handset.write(AZIZA, { edit: { message_id: photo.message_id, caption: 'b' } });
    expect(await lastUpdate()).toMatchObject({ edited_message: { caption: 'b', photo: photo.photo } });
  });

  test('a person edits no message of the bot, but deletes it; the bot hears nothing of that', async () => {
    const { handset, api, chat } = await open();
    const { message_id } = await api.sendMessage(AZIZA, 'mine');
    const edit = { edit: { message_id, text: 'yours' } };
    expect((await handset.handset(`/users/${AZIZA}/messages`, edit)).status).toBe(409);
    await handset.write(AZIZA, { delete: { message_id } });
    expect(await chat()).toHaveLength(1);
    expect(await handset.result('getUpdates')).toHaveLength(1);
  });

  test('a pin is announced in the chat, and getChat shows it until it is unpinned', async () => {
    const { handset, api, first, lastUpdate } = await open();
    await api.pinChatMessage(AZIZA, first.message_id);
    expect(await lastUpdate()).toMatchObject({ message: { pinned_message: { text: 'first message' } } });
    expect(await api.getChat(AZIZA)).toMatchObject({ pinned_message: { message_id: first.message_id } });
    await api.unpinChatMessage(AZIZA);
    expect(await api.getChat(AZIZA)).not.toHaveProperty('pinned_message');
    await expect(api.unpinChatMessage(AZIZA)).rejects.toThrow('message to unpin not found');
    await handset.write(AZIZA, { pin: { message_id: first.message_id } });
    expect(await lastUpdate()).toMatchObject({ message: { from: { id: AZIZA }, pinned_message: {} } });
    await handset.write(AZIZA, { unpin: { message_id: first.message_id } });
    expect(await api.getChat(AZIZA)).not.toHaveProperty('pinned_message');
  });
});

describe('reactions', () => {
  test('a person reacts: the bot gets it only if it asked for it', async () => {
    const { handset, first, lastUpdate } = await open();
    const react = (emoji: string | null) => handset.write(AZIZA, { reaction: { message_id: first.message_id, emoji } });
    await react('👍');
    expect(await handset.result('getUpdates')).toHaveLength(1);
    await handset.result('getUpdates', { allowed_updates: ['message', 'message_reaction'] });
    await react('❤️');
    expect(await lastUpdate()).toMatchObject({
      message_reaction: {
        user: { id: AZIZA },
        old_reaction: [{ type: 'emoji', emoji: '👍' }],
        new_reaction: [{ type: 'emoji', emoji: '❤' }],
      },
    });
    await react(null);
    expect(await lastUpdate()).toMatchObject({ message_reaction: { new_reaction: [] } });
  });

  test('a bot reacts, which the handset shows; unknown and several reactions are refused', async () => {
    const { api, first, chat } = await open();
    await api.setMessageReaction(AZIZA, first.message_id, [{ type: 'emoji', emoji: '👌' }]);
    expect((await chat())[0].reactions).toEqual([
      { user_id: 1_000_000_001, reactions: [{ type: 'emoji', emoji: '👌' }] },
    ]);
    const wrong = [{ type: 'emoji', emoji: '🦖' }] as Json;
    await expect(api.setMessageReaction(AZIZA, first.message_id, wrong)).rejects.toThrow('REACTION_INVALID');
    await api.setMessageReaction(AZIZA, first.message_id, []);
    expect((await chat())[0]).not.toHaveProperty('reactions');
  });
});

describe('places, contacts, dice', () => {
  test('go both ways', async () => {
    const { handset, api } = await open();
    expect(await api.sendLocation(AZIZA, 41.3, 69.2)).toMatchObject({ location: { latitude: 41.3, longitude: 69.2 } });
    expect(await api.sendVenue(AZIZA, 41.3, 69.2, 'Bozor', 'Tashkent')).toMatchObject({
      venue: { title: 'Bozor', address: 'Tashkent', location: { latitude: 41.3 } },
      location: { latitude: 41.3 },
    });
    expect(await api.sendContact(AZIZA, '+998935550199', 'Bobur')).toMatchObject({ contact: { user_id: BOBUR } });
    expect((await api.sendDice(AZIZA, '🎯')).dice).toEqual({ emoji: '🎯', value: expect.any(Number) });
    await expect(api.sendLocation(AZIZA, 91, 0)).rejects.toThrow('wrong latitude specified');
    for (const kind of ['location', 'dice']) await handset.write(AZIZA, { [kind]: true });
    await handset.write(AZIZA, { venue: { title: 'Bozor', address: 'Tashkent' } });
    const updates = await handset.result('getUpdates', { offset: -3 });
    expect(updates.map(({ message }: Json) => Object.keys(message).at(-1))).toEqual(['location', 'dice', 'venue']);
  });
});

test('a live location moves until it is stopped', async () => {
  const { api, chat } = await open();
  const { message_id } = await api.sendLocation(AZIZA, 41.3, 69.2, { live_period: 60 });
  await api.editMessageLiveLocation(AZIZA, message_id, 41.4, 69.3);
  expect((await chat()).at(-1)).toMatchObject({ location: { latitude: 41.4, longitude: 69.3, live_period: 60 } });
  await api.stopMessageLiveLocation(AZIZA, message_id);
  expect((await chat()).at(-1).location).toEqual({ latitude: 41.4, longitude: 69.3 });
  await expect(api.editMessageLiveLocation(AZIZA, message_id, 41.5, 69.3)).rejects.toThrow("message can't be edited");
});

describe('polls', () => {
  test('a vote is counted, told to the bot, changed and taken back; a closed poll takes none', async () => {
    const { handset, api } = await open();
    const sent = await api.sendPoll(AZIZA, 'Tea?', [{ text: 'yes' }, { text: 'no' }], { is_anonymous: false });
    expect(sent.poll).toMatchObject({ question: 'Tea?', type: 'regular', total_voter_count: 0, is_closed: false });
    const vote = (option_ids: number[]) => handset.write(AZIZA, { vote: { message_id: sent.message_id, option_ids } });
    expect(await vote([1])).toMatchObject({ options: [{ voter_count: 0 }, { voter_count: 1 }], total_voter_count: 1 });
    expect(await handset.result('getUpdates', { offset: -2 })).toMatchObject([
      { poll: { id: sent.poll.id, total_voter_count: 1 } },
      { poll_answer: { poll_id: sent.poll.id, user: { id: AZIZA }, option_ids: [1] } },
    ]);
    expect(await vote([])).toMatchObject({ total_voter_count: 0 });
    await expect(vote([0, 1])).rejects.toThrow('one answer');
    await vote([0]);
    expect(await api.stopPoll(AZIZA, sent.message_id)).toMatchObject({ is_closed: true, total_voter_count: 1 });
    await expect(api.stopPoll(AZIZA, sent.message_id)).rejects.toThrow('poll has already been closed');
    await expect(vote([1])).rejects.toThrow('closed');
  });

  test('a quiz knows its answer and takes one vote; a wrong poll is refused', async () => {
    const { handset, api } = await open();
    const options = [{ text: 'a' }, { text: 'b' }];
    const quiz = await api.sendPoll(AZIZA, 'Q', options, { type: 'quiz', correct_option_ids: [1], explanation: 'why' });
    expect(quiz.poll).toMatchObject({ type: 'quiz', correct_option_ids: [1], explanation: 'why', is_anonymous: true });
    const vote = { vote: { message_id: quiz.message_id, option_ids: [0] } };
    await handset.write(AZIZA, vote);
    expect((await handset.result('getUpdates', { offset: -1 }))[0]).toHaveProperty('poll');
    expect((await handset.handset(`/users/${AZIZA}/messages`, vote)).status).toBe(409);
    await expect(api.sendPoll(AZIZA, 'Q', [{ text: 'a' }])).rejects.toThrow('poll must have at least 2 option');
    await expect(api.sendPoll(AZIZA, 'Q', options, { type: 'quiz' })).rejects.toThrow('wrong correct option ID');
  });
});
