import { element, icon } from '../dom.js';
import { amountText } from './amount-text.js';

/** The longest side of a photo in the chat; the width of a bubble bounds it too. */
const MAX_SIDE_PX = 280;
const MAX_ENLARGED = 4;

/**
 * Shows what a message has besides its text: a file, a place, a poll, an invoice. Undefined for a text.
 *
 * @param fileUrl makes the address of a file from its `file_id`
 * @param handlers.onVote called with the numbers of the options of a poll
 */
export function mediaView(message, personId, fileUrl, handlers) {
  const { photo, sticker, animation, video, video_note: note, audio, voice, document, venue, location } = message;
  if (photo) return pictureView(photo.at(-1), fileUrl, 'Photo', message.has_media_spoiler);
  if (sticker) return pictureView(sticker, fileUrl, `Sticker ${sticker.emoji ?? ''}`, false, 'sticker');
  if (animation?.mime_type === 'image/gif') return pictureView(animation, fileUrl, 'GIF', message.has_media_spoiler);
  const film = animation ?? video ?? note;
  if (film) return filmView(film, fileUrl, note !== undefined);
  if (audio ?? voice) return soundView(audio ?? voice, fileUrl);
  if (document) return fileView(document, fileUrl);
  if (location) return placeView(location, venue);
  if (message.dice) return element('div', { className: 'dice' }, `${message.dice.emoji} ${message.dice.value}`);
  if (message.poll) return pollView(message, personId, handlers.onVote);
  if (message.invoice) return invoiceView(message.invoice);
  return undefined;
}

/** What a message is, in a word, where it is quoted. */
export function summaryOf(message) {
  const { text, caption, document, poll, invoice, venue } = message;
  const kind = Object.keys(KINDS).find((each) => message[each] !== undefined);
  return (
    text ??
    caption ??
    document?.file_name ??
    poll?.question ??
    invoice?.title ??
    venue?.title ??
    KINDS[kind] ??
    'Message'
  );
}

const KINDS = {
  photo: 'Photo',
  sticker: 'Sticker',
  animation: 'GIF',
  video: 'Video',
  video_note: 'Video message',
  audio: 'Audio',
  voice: 'Voice message',
  document: 'File',
  contact: 'Contact',
  location: 'Location',
  dice: 'Dice',
};

function pictureView({ file_id, width, height }, fileUrl, alt, isHidden, className = 'picture') {
  // A small picture is enlarged, as in the apps; a large one is bounded
  const scale = Math.min(MAX_ENLARGED, MAX_SIDE_PX / Math.max(width, height));
  const picture = element('img', {
    className,
    alt,
    src: fileUrl(file_id),
    width: Math.round(width * scale),
    height: Math.round(height * scale),
    loading: 'lazy',
  });
  if (!isHidden) return picture;
  const cover = element('button', { className: 'covered', type: 'button', 'aria-label': `Show ${alt}` }, picture);
  cover.addEventListener('click', () => cover.replaceWith(picture), { once: true });
  return cover;
}

function filmView({ file_id, width, height, length }, fileUrl, isRound) {
  return element('video', {
    className: isRound ? 'film round' : 'film',
    src: fileUrl(file_id),
    controls: true,
    preload: 'metadata',
    width: Math.min(MAX_SIDE_PX, width ?? length),
    height: Math.min(MAX_SIDE_PX, height ?? length),
  });
}

function soundView(sound, fileUrl) {
  const name = [sound.performer, sound.title ?? sound.file_name].filter(Boolean).join(' – ');
  return element(
    'div',
    { className: 'sound' },
    name && element('div', {}, name),
    element('audio', { controls: true, preload: 'metadata', src: fileUrl(sound.file_id) }),
  );
}

function fileView({ file_id, file_name, file_size }, fileUrl) {
  return element(
    'a',
    { className: 'file', href: fileUrl(file_id), download: file_name ?? 'file' },
    icon('file'),
    element(
      'span',
      { className: 'file-name' },
      element('strong', {}, file_name ?? 'File'),
      element('span', { className: 'note' }, sizeText(file_size)),
    ),
  );
}

function sizeText(bytes) {
  if (bytes < 1_024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${(bytes / 1_024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function placeView({ latitude, longitude }, venue) {
  return element(
    'div',
    { className: 'place' },
    icon('place'),
    element(
      'span',
      {},
      element('strong', {}, venue?.title ?? 'Location'),
      element('span', { className: 'note' }, venue?.address ?? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`),
    ),
  );
}

function invoiceView({ title, description, currency, total_amount }) {
  const amount = amountText({ currency, total_amount });
  return element(
    'div',
    { className: 'invoice' },
    element('strong', {}, title),
    element('p', {}, description),
    element('p', { className: 'amount' }, amount),
  );
}

function pollView({ poll, votes }, personId, onVote) {
  const own = votes?.find(({ user_id }) => user_id === personId)?.option_ids ?? [];
  const hasVoted = own.length > 0;
  const isOver = poll.is_closed || (hasVoted && !poll.allows_revoting);
  const total = Math.max(1, poll.total_voter_count);
  const kind = [poll.is_anonymous ? 'Anonymous' : '', poll.type === 'quiz' ? 'quiz' : 'poll'].filter(Boolean).join(' ');
  const choose = (id) => {
    if (poll.allows_multiple_answers)
      return onVote(own.includes(id) ? own.filter((each) => each !== id) : [...own, id]);
    return onVote(own.includes(id) ? [] : [id]);
  };
  return element(
    'div',
    { className: 'poll', role: 'group', 'aria-label': poll.question },
    element('strong', {}, poll.question),
    element('p', { className: 'note' }, poll.is_closed ? 'Final results' : kind),
    ...poll.options.map((option, id) =>
      element(
        'button',
        {
          className: 'option',
          type: 'button',
          disabled: isOver,
          'aria-pressed': String(own.includes(id)),
          onclick: () => choose(id),
        },
        element('span', {}, option.text),
        (hasVoted || poll.is_closed) && element('span', {}, `${Math.round((option.voter_count / total) * 100)} %`),
        (hasVoted || poll.is_closed) &&
          element('meter', { min: 0, max: total, value: option.voter_count, 'aria-hidden': 'true' }),
      ),
    ),
    element('p', { className: 'note' }, poll.total_voter_count === 1 ? '1 vote' : `${poll.total_voter_count} votes`),
  );
}
