/** A file that a person sends: a small sample, bytes, or a file that the bot knows. */
export type SentFile =
  | true
  | { file_id: string }
  | {
      base64: string;
      file_name?: string;
      mime_type?: string;
      width?: number;
      height?: number;
      duration?: number;
    };

/** One message. */
type Content =
  | { text: string }
  | { contact: 'own' | { phone_number: string; user_id?: number; first_name?: string; last_name?: string } }
  | ({ caption?: string } & (
      | { photo: SentFile }
      | { document: SentFile }
      | { audio: SentFile }
      | { voice: SentFile }
      | { video: SentFile }
      | { animation: SentFile }
      | { video_note: SentFile }
      | { sticker: SentFile }
    ))
  | { album: object[] }
  | { location: true | { latitude: number; longitude: number } }
  | { venue: { title: string; address: string; latitude?: number; longitude?: number } }
  | { dice: true | string };

/** A change of messages that are there, or a step of an inline query or a payment. */
type Change =
  | { callback_data: string; message_id: number }
  | { forward: { message_id: number; from_chat?: number | 'private' | 'group' } }
  | { edit: { message_id: number; text: string } | { message_id: number; caption: string } }
  | { delete: { message_id: number } }
  | { pin: { message_id: number } }
  | { unpin: { message_id: number } }
  | { reaction: { message_id: number; emoji: string | null } }
  | { vote: { message_id: number; option_ids: number[] } }
  | { inline_query: string | { query: string; offset?: string } }
  | { chosen_inline_result: { inline_query_id: string; result_id: string } }
  | { pay: { message_id: number; shipping_option_id?: string } | { link: string } }
  | { web_app_data: { data: string; button_text?: string } };

/** An action of a person in a chat, as the handset API takes it: see "Actions" in the README. */
export type Action = (Content | Change) & {
  reply_to?: number | { message_id: number; quote?: string };
  /** How often Telegram delivers the update; default 1. */
  redeliver?: number;
  /** Marks a new message as forwarded from a stranger. */
  forward?: true | object;
};
