import type { Message, MessageOrigin } from '@grammyjs/types';
import { MEDIA_KINDS } from '../../files/file-store.ts';
import type { MessageContent } from './compose-message.ts';

/** The fields that go along when a message is forwarded or copied. */
const CONTENT_FIELDS = [
  ...MEDIA_KINDS,
  'text',
  'entities',
  'caption',
  'caption_entities',
  'show_caption_above_media',
  'has_media_spoiler',
  'link_preview_options',
  'contact',
  'location',
  'venue',
  'dice',
  'poll',
  'invoice',
] as const;

/** What a message shows, to be sent again; undefined for a service message. */
export function forwardable(message: Message): MessageContent | undefined {
  const content = Object.fromEntries(
    CONTENT_FIELDS.filter((field) => message[field] !== undefined).map((field) => [field, message[field]]),
  );
  return Object.keys(content).length > 0 ? content : undefined;
}

/** Where a message came from first: a forwarded one keeps its origin. */
export function originOf({ forward_origin, from, sender_chat, chat, message_id, date }: Message): MessageOrigin {
  if (forward_origin) return forward_origin;
  if (chat.type === 'channel') return { type: 'channel', chat, message_id, date };
  if (sender_chat) return { type: 'chat', sender_chat, date };
  if (from) return { type: 'user', sender_user: from, date };
  return { type: 'hidden_user', sender_user_name: 'Somebody', date };
}
