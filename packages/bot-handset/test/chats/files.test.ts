import { Bot, InputFile, InputMediaBuilder } from 'grammy';
import { Telegraf } from 'telegraf';
import { describe, expect, test } from 'vitest';
import { SAMPLES } from '../../src/handset/actions/samples.ts';
import { AZIZA, BOBUR, type Json, type OpenHandset, openHandset, TOKEN } from '../support/open-handset.ts';
import { openServer } from '../support/open-webhook.ts';

const PHOTO = SAMPLES.photo().bytes;

async function open() {
  const handset = await openHandset();
  await handset.write(AZIZA, '/start');
  const { api } = new Bot(TOKEN, { client: { apiRoot: handset.url } });
  return { handset, api };
}

async function download(handset: OpenHandset, path = ''): Promise<Buffer> {
  const response = await fetch(`${handset.url}/file/bot${TOKEN}/${path}`);
  return Buffer.from(await response.arrayBuffer());
}

describe('a bot sends files', () => {
  test('a photo by upload has its sizes, a caption with entities, and the same bytes when downloaded', async () => {
    const { handset, api } = await open();
    const sent = await api.sendPhoto(AZIZA, new InputFile(PHOTO, 'a.png'), {
      caption: '<b>Hills</b>',
      parse_mode: 'HTML',
      has_spoiler: true,
    });
    expect(sent).toMatchObject({
      photo: [{ width: 64, height: 48, file_size: PHOTO.length }],
      caption: 'Hills',
      caption_entities: [{ type: 'bold', offset: 0, length: 5 }],
      has_media_spoiler: true,
    });
    const file = await api.getFile(sent.photo.at(-1)?.file_id ?? '');
    expect(file).toMatchObject({
      file_size: PHOTO.length,
      file_path: expect.stringMatching(/^photos\/file_\d+\.jpg$/),
    });
    expect(await download(handset, file.file_path)).toEqual(PHOTO);
  });

  test('every kind of file by upload, and again by file_id', async () => {
    const { handset } = await open();
    const { telegram } = new Telegraf(TOKEN, { telegram: { apiRoot: handset.url } });
    const source = (kind: keyof typeof SAMPLES) => ({ source: SAMPLES[kind]().bytes, filename: 'a.bin' });
    const sent = [
      await telegram.sendDocument(AZIZA, { source: SAMPLES.document().bytes, filename: 'Report.PDF' }),
      await telegram.sendAudio(AZIZA, source('audio'), { performer: 'A', title: 'B', duration: 3 }),
      await telegram.sendVoice(AZIZA, source('voice'), { duration: 4 }),
      await telegram.sendVideo(AZIZA, source('video'), { width: 640, height: 360, duration: 5 }),
      await telegram.sendAnimation(AZIZA, source('animation')),
      await telegram.sendVideoNote(AZIZA, source('video_note'), { length: 100 }),
      await telegram.sendSticker(AZIZA, source('sticker')),
    ];
    expect(sent).toMatchObject([
      { document: { file_name: 'Report.PDF', mime_type: 'application/pdf', file_size: expect.any(Number) } },
      { audio: { performer: 'A', title: 'B', duration: 3 } },
      { voice: { duration: 4, mime_type: expect.any(String) } },
      { video: { width: 640, height: 360, duration: 5 } },
      { animation: { width: 40, height: 30 }, document: { file_name: 'a.bin' } },
      { video_note: { length: 100 } },
      { sticker: { width: 256, height: 192, type: 'regular', is_animated: false, is_video: false } },
    ]);
    const { document } = sent[0] as Json;
    expect(await telegram.sendDocument(AZIZA, document.file_id)).toMatchObject({ document });
    await expect(telegram.sendPhoto(AZIZA, document.file_id)).rejects.toThrow(
      "can't use file of type Document as Photo",
    );
  });

  test('a file by URL, and the refusals of URLs', async () => {
    const { api } = await open();
    const url = await openServer((request, response) => {
      if (request.url === '/hills.png') response.writeHead(200, { 'content-type': 'image/png' }).end(PHOTO);
      else if (request.url === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('<p>');
      else response.writeHead(404).end();
    });
    expect(await api.sendPhoto(AZIZA, `${url}/hills.png`)).toMatchObject({ photo: [{ width: 64 }] });
    expect(await api.sendDocument(AZIZA, `${url}/hills.png`)).toMatchObject({
      document: { file_name: 'hills.png', mime_type: 'image/png' },
    });
    await expect(api.sendPhoto(AZIZA, `${url}/page`)).rejects.toThrow('wrong type of the web page content');
    await expect(api.sendPhoto(AZIZA, `${url}/nothing`)).rejects.toThrow('failed to get HTTP URL content');
  });

  test('an album shares one id, and its captions and files stay in order', async () => {
    const { handset, api } = await open();
    const album = await api.sendMediaGroup(AZIZA, [
      InputMediaBuilder.photo(new InputFile(PHOTO), { caption: 'one' }),
      InputMediaBuilder.video(new InputFile(SAMPLES.video().bytes, 'two.mp4')),
    ]);
    expect(album).toMatchObject([{ photo: expect.any(Array), caption: 'one' }, { video: { file_name: 'two.mp4' } }]);
    expect(new Set((album as Json[]).map((message) => message.media_group_id)).size).toBe(1);
    expect((await handset.handset(`/users/${AZIZA}/messages?after=1`)).body).toHaveLength(2);
    const document = InputMediaBuilder.document(new InputFile(Buffer.from('x'), 'x.txt'));
    const photo = InputMediaBuilder.photo(new InputFile(PHOTO));
    await expect(api.sendMediaGroup(AZIZA, [document, photo] as Json)).rejects.toThrow(
      "document can't be mixed with other media types",
    );
  });

  test.each<[string, object, string]>([
    ['no photo', {}, 'there is no photo in the request'],
    ['an unknown file_id', { photo: 'nonsense' }, 'wrong file identifier/HTTP URL specified'],
    ['an empty file', { photo: Buffer.alloc(0) }, 'file must be non-empty'],
    ['a file that is no image', { photo: Buffer.from('text') }, 'IMAGE_PROCESS_FAILED'],
    ['a cut image', { photo: PHOTO.subarray(0, 18) }, 'IMAGE_PROCESS_FAILED'],
    ['too long a caption', { photo: PHOTO, caption: 'x'.repeat(1_025) }, 'message caption is too long'],
  ])('a photo with %s is refused', async (_what, fields, description) => {
    const { handset } = await open();
    const form = new FormData();
    form.set('chat_id', String(AZIZA));
    for (const [name, value] of Object.entries(fields)) {
      form.set(name, typeof value === 'string' ? value : new Blob([value as Buffer<ArrayBuffer>]));
    }
    const response = await fetch(`${handset.url}/bot${TOKEN}/sendPhoto`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ error_code: 400, description: `Bad Request: ${description}` });
  });

  test('a file above 20 MB is not downloaded, and one above 50 MB is not taken', async () => {
    const { handset, api } = await open();
    const large = await api.sendDocument(AZIZA, new InputFile(Buffer.alloc(21 * 1024 * 1024), 'large.bin'));
    await expect(api.getFile(large.document.file_id)).rejects.toThrow('Bad Request: file is too big');
    const form = new FormData();
    form.set('chat_id', String(AZIZA));
    form.set('document', new Blob([Buffer.alloc(50 * 1024 * 1024 + 1)]), 'huge.bin');
    const response = await fetch(`${handset.url}/bot${TOKEN}/sendDocument`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ error_code: 413, description: 'Request Entity Too Large' });
  });

  test('an edit replaces the caption, then the file', async () => {
    const { handset, api } = await open();
    const { message_id } = await api.sendPhoto(AZIZA, new InputFile(PHOTO), { caption: 'one' });
    expect(await api.editMessageCaption(AZIZA, message_id, { caption: 'two' })).toMatchObject({ caption: 'two' });
    const media = InputMediaBuilder.document(new InputFile(Buffer.from('x'), 'x.txt'), { caption: 'three' });
    await api.editMessageMedia(AZIZA, message_id, media);
    const [shown] = (await handset.handset(`/users/${AZIZA}/messages?after=1`)).body;
    expect(shown).toMatchObject({ document: { file_name: 'x.txt' }, caption: 'three', edit_date: expect.any(Number) });
    expect(shown).not.toHaveProperty('photo');
    const text = await api.sendMessage(AZIZA, 'text');
    await expect(api.editMessageCaption(AZIZA, text.message_id, { caption: 'x' })).rejects.toThrow(
      'there is no caption in the message to edit',
    );
  });
});

describe('a person sends files', () => {
  test.each(Object.keys(SAMPLES))('a sample %s reaches the bot, which downloads it', async (kind) => {
    const { handset, api } = await open();
    const sent = await handset.write(AZIZA, { [kind]: true, ...(kind === 'photo' ? { caption: 'look #hills' } : {}) });
    const [{ message }] = await handset.result('getUpdates', { offset: -1 });
    expect(message).toEqual(sent);
    const shown = kind === 'photo' ? message.photo.at(-1) : message[kind];
    const { file_path } = await api.getFile(shown.file_id);
    expect((await download(handset, file_path)).equals(SAMPLES[kind as keyof typeof SAMPLES]().bytes)).toBe(true);
    if (kind === 'photo')
      expect(message).toMatchObject({ caption: 'look #hills', caption_entities: [{ type: 'hashtag' }] });
  });

  test('own bytes, an album, and a file of the bot by file_id', async () => {
    const { handset } = await open();
    const base64 = Buffer.from('Salom').toString('base64');
    const { document } = await handset.write(AZIZA, { document: { base64, file_name: 'salom.txt' } });
    expect(document).toMatchObject({ file_name: 'salom.txt', mime_type: 'text/plain', file_size: 5 });
    expect(await handset.write(AZIZA, { document: { file_id: document.file_id } })).toMatchObject({ document });
    const album = await handset.write(AZIZA, { album: [{ photo: true, caption: 'a' }, { video: true }] });
    expect(album).toMatchObject([
      { photo: [{}], caption: 'a' },
      { video: {}, media_group_id: album[0].media_group_id },
    ]);
    const shown = await fetch(`${handset.url}/handset/files/${document.file_id}`);
    expect([await shown.text(), shown.headers.get('content-security-policy')]).toEqual([
      'Salom',
      "default-src 'none'; sandbox",
    ]);
  });

  test('a file belongs to one bot, and a token opens only its own', async () => {
    const { handset, api } = await open();
    const { document } = await handset.write(AZIZA, { document: true });
    const { file_path } = await api.getFile(document.file_id);
    const other = new Bot('1000000002:test-token', { client: { apiRoot: handset.url } });
    await expect(other.api.getFile(document.file_id)).rejects.toThrow('invalid file_id');
    const statuses = await Promise.all(
      ['1000000002:test-token', '1:unknown', 'nonsense'].map(
        async (token) => (await fetch(`${handset.url}/file/bot${token}/${file_path}`)).status,
      ),
    );
    expect(statuses).toEqual([404, 401, 404]);
  });

  test('a profile has no photos', async () => {
    const { api } = await open();
    expect(await api.getUserProfilePhotos(BOBUR)).toEqual({ total_count: 0, photos: [] });
  });
});
