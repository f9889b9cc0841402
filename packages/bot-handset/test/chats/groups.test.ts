import { Bot } from 'grammy';
import { describe, expect, test } from 'vitest';
import { AZIZA, BOBUR, type Json, openHandset, TOKEN } from '../support/open-handset.ts';

const BOT_ID = 1_000_000_001;

async function open(chat: object = {}) {
  const handset = await openHandset();
  const { api } = new Bot(TOKEN, { client: { apiRoot: handset.url } });
  await handset.result('getUpdates', {
    allowed_updates: [
      'message',
      'channel_post',
      'edited_channel_post',
      'my_chat_member',
      'chat_member',
      'callback_query',
    ],
  });
  const created = await handset.handset('/chats', { title: 'Team', owner: AZIZA, bot: 'administrator', ...chat });
  expect(created.status).toBe(201);
  const { id } = created.body;
  const change = async (member: object) => (await handset.handset(`/chats/${id}/members`, member)).body;
  /** The updates since the last call. */
  const news = async () => {
    const updates = await handset.result('getUpdates');
    if (updates.length > 0) await handset.result('getUpdates', { offset: updates.at(-1).update_id + 1 });
    return updates as Json[];
  };
  const write = (person: number, action: object) => handset.write(person, { chat: id, ...action });
  return { handset, api, id, change, news, write };
}

describe('members', () => {
  test('a bot learns that it was added, made an administrator, and removed', async () => {
    const { api, id, change, news } = await open({ bot: 'member' });
    expect(await news()).toMatchObject([
      {
        my_chat_member: {
          chat: { id, title: 'Team', type: 'supergroup' },
          from: { id: AZIZA },
          old_chat_member: { status: 'left' },
          new_chat_member: { status: 'member', user: { id: BOT_ID } },
        },
      },
      { message: { new_chat_members: [{ id: BOT_ID }] } },
    ]);
    await change({ telegram_id: 'bot', status: 'administrator' });
    expect(await news()).toMatchObject([{ my_chat_member: { new_chat_member: { status: 'administrator' } } }]);
    await change({ telegram_id: 'bot', status: 'kicked' });
    expect(await news()).toMatchObject([{ my_chat_member: { new_chat_member: { status: 'kicked' } } }]);
    await expect(api.sendMessage(id, 'hi')).rejects.toThrow('Forbidden: bot was kicked from the supergroup chat');
  });

  test('people come and go: the chat announces it, and a bot that manages it gets chat_member', async () => {
    const { change, news } = await open();
    await news();
    await change({ telegram_id: BOBUR, status: 'member' });
    await change({ telegram_id: BOBUR, status: 'left' });
    expect(await news()).toMatchObject([
      { chat_member: { from: { id: BOBUR }, new_chat_member: { status: 'member' } } },
      { message: { from: { id: BOBUR }, new_chat_members: [{ id: BOBUR }] } },
      { chat_member: { old_chat_member: { status: 'member' }, new_chat_member: { status: 'left' } } },
      { message: { left_chat_member: { id: BOBUR } } },
    ]);
  });

  test('a bot bans, unbans, restricts and promotes; each is seen in getChatMember', async () => {
    const { handset, api, id, news, write } = await open({ members: [BOBUR] });
    const status = async () => (await api.getChatMember(id, BOBUR)).status;
    await api.restrictChatMember(id, BOBUR, { can_send_messages: false });
    expect(await status()).toBe('restricted');
    const answer = await handset.handset(`/users/${BOBUR}/messages`, { text: 'hi', chat: id });
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'restricted' } } });
    await api.promoteChatMember(id, BOBUR, { can_delete_messages: true });
    expect(await api.getChatMember(id, BOBUR)).toMatchObject({ can_delete_messages: true, can_pin_messages: false });
    await api.promoteChatMember(id, BOBUR, {});
    await news();
    await api.banChatMember(id, BOBUR);
    expect(await status()).toBe('kicked');
    expect((await news()).map((update) => Object.keys(update)[1])).toEqual(['chat_member', 'message']);
    await expect(write(BOBUR, { text: 'hi' })).rejects.toThrow('not a member');
    await api.unbanChatMember(id, BOBUR);
    expect(await status()).toBe('left');
    await expect(api.banChatMember(id, AZIZA)).rejects.toThrow("can't remove chat owner");
    await expect(api.banChatMember(id, 777)).rejects.toThrow('user not found');
  });

  test('who is there: getChatAdministrators, getChatMemberCount, getChat', async () => {
    const { api, id } = await open({ members: [BOBUR], username: 'team_chat' });
    expect((await api.getChatAdministrators(id)).map(({ user, status }) => [user.id, status])).toEqual([
      [AZIZA, 'creator'],
      [BOT_ID, 'administrator'],
    ]);
    expect(await api.getChatMemberCount('@team_chat')).toBe(3);
    await api.setChatTitle(id, 'New title');
    await api.setChatDescription(id, 'About us');
    expect(await api.getChat(id)).toMatchObject({ title: 'New title', description: 'About us', permissions: {} });
  });

  test('a plain member manages nobody, and leaves', async () => {
    const { api, id, news } = await open({ bot: 'member', members: [BOBUR] });
    await expect(api.banChatMember(id, BOBUR)).rejects.toThrow('not enough rights to restrict/unrestrict chat member');
    await news();
    await api.leaveChat(id);
    expect(await news()).toMatchObject([{ my_chat_member: { new_chat_member: { status: 'left' } } }]);
    await expect(api.leaveChat(id)).rejects.toThrow('Forbidden: bot is not a member of the supergroup chat');
    await expect(api.leaveChat(AZIZA)).rejects.toThrow('chat not found');
  });
});

describe('privacy mode', () => {
  test('a bot that is no administrator gets only what is meant for it', async () => {
    const { api, id, news, write } = await open({ bot: 'member' });
    await news();
    const own = await api.sendMessage(id, 'hello all');
    await write(AZIZA, { text: 'not for bots' });
    await write(AZIZA, { text: '/help' });
    await write(AZIZA, { text: '/help@other_test_bot' });
    await write(AZIZA, { text: '/help@first_test_bot' });
    await write(AZIZA, { text: 'hey @First_test_bot' });
    await write(AZIZA, { text: 'an answer', reply_to: own.message_id });
    expect((await news()).map(({ message }) => message.text)).toEqual([
      '/help',
      '/help@first_test_bot',
      'hey @First_test_bot',
      'an answer',
    ]);
  });

  test('an administrator gets everything', async () => {
    const { news, write } = await open();
    await news();
    await write(AZIZA, { text: 'for all' });
    expect(await news()).toMatchObject([{ message: { text: 'for all' } }]);
  });
});

describe('channels', () => {
  test('a post of a person and an edit of it reach the bot, whose own posts have the channel as sender', async () => {
    const { api, id, news, write } = await open({ type: 'channel', username: 'news_channel', members: [BOBUR] });
    await news();
    const post = await write(AZIZA, { text: 'post' });
    await write(AZIZA, { edit: { message_id: post.message_id, text: 'better post' } });
    expect(await news()).toMatchObject([
      { channel_post: { text: 'post', chat: { id, type: 'channel' }, sender_chat: { id } } },
      { edited_channel_post: { text: 'better post' } },
    ]);
    const own = await api.sendMessage('@news_channel', 'from the bot');
    expect(own).toMatchObject({ sender_chat: { id, type: 'channel' } });
    expect(own).not.toHaveProperty('from');
    expect(await api.editMessageText(id, own.message_id, 'changed')).toMatchObject({ text: 'changed' });
    await expect(write(BOBUR, { text: 'me too' })).rejects.toThrow('only administrators write in a channel');
  });

  test('a bot that does not manage the channel neither writes nor reads there', async () => {
    const { api, id, news, write } = await open({ type: 'channel' });
    await news();
    await api.promoteChatMember(id, AZIZA, {}).catch(() => undefined);
    const handset = await open({ type: 'channel', bot: 'member' });
    await handset.news();
    await handset.write(AZIZA, { text: 'post' });
    expect(await handset.news()).toEqual([]);
    await expect(handset.api.sendMessage(handset.id, 'x')).rejects.toThrow('need administrator rights in the channel');
    await write(AZIZA, { text: 'post' });
    expect(await news()).toHaveLength(1);
  });
});

test.each<[string, object]>([
  ['title', { owner: AZIZA }],
  ['owner', { title: 'x' }],
  ['type', { title: 'x', owner: AZIZA, type: 'forum' }],
  ['username', { title: 'x', owner: AZIZA, type: 'group', username: 'a_group' }],
  ['bot', { title: 'x', owner: AZIZA, bot: 'king' }],
])('a chat with a wrong %s is refused: %j', async (field, body) => {
  const handset = await openHandset();
  const answer = await handset.handset('/chats', body);
  expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringContaining(field)]);
});
