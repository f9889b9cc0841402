import type { MediaSource } from '../../bot-api/media/build-media.ts';
import type { MediaKind } from '../../files/file-store.ts';

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwBAMAAABTZWEsAAAAMFBMVEV4tOt+uOyEvO2KwO6QxO+WyPCczPGi0PKo1POu2PS03PW64PYufVofX0b61lr///88SElGAAAAyUlEQVR42tXNsRECIRCF4deCLViAibmRsdmlhrZgC7bgjBU4doANqHsdSOKMKTUIC+KBcJtg4J/cHvsdB/y+iVADMC02M8b4qQLs3jxGgLsgXIF5qQUDHhuAZakVAx4bgK6Y2z95qoC1Bd0Y+ISNUAOwFWoAdkINwF6oAA7kulSB30eBYxbFrvyegxNlAvW9FyA16ExpN6VAVN87YQHV91Yg3GSjYghP7brnW3vmQa9DyZpPET//Ev4A6X7wG/0Gvc5Kfwot9BfgBcCOGOWdDfJWAAAAAElFTkSuQmCC';
const GIF =
  'R0lGODlhKAAeAPAAAC59WgAAACH5BAA8AAAAIf8LTkVUU0NBUEUyLjADAQAAACwAAAAAKAAeAAACIYSPqcvtD6OctNqLs968+w+G4kiW5omm6sq27gvH8kxzBQAh+QQAPAAAACwAAAAAKAAeAID61loAAAACIYSPqcvtD6OctNqLs968+w+G4kiW5omm6sq27gvH8kxzBQA7';
const WEBP =
  'UklGRgYEAABXRUJQVlA4IPoDAADwJwCdASoAAcAAPpFIm0slpKIhpbh5ELASCWdu3VylaWJAbiK7oKe092H4HbP1wLEDz/1/objFP9n9cxMw1SVIQXww/TgdrwXxrI3qjFxxbMBpU0sujLPQM+hix0CDWxE9paOz3ZavKbnPUn/JjRLu/9034NAcnZJ/dosJ5aHdp+qP67MxAsdxR64Yd1OwxYcVsRFd/QN9oFEhSnT6rKM4DVKvUytGMTR+lLnUjS/4JoRxze/A1NaEEQKOK8rrm5bE7mWyeX62IBUhhxuhK0Ha7Ly9/GWsZYcG6IS1qKMEdoHZJtzrzbnZB4vdGOb5JwFPhEIHI0/WzYUexKrHZWjc3dkWVToKpqLwmvwowIDOzT9/SjZDZHGIRgyNyjOupPxZzy7QxUcGNkDmZTs0Tk82Fn8ogpYijViZl6r1wioOJjCi+CMMqhhQAP7rw5ppf9qeJ913c/8b7W4wFG/LaqWW4HTsK1m6FNOwrWbp1RUO4U/PKKfOTQpAX6D2dlNZhuGYW38V2cMM7zPMgiYI/zzci2aqfhlUOFPiQ2du7VMXQmD86TNX464jmD4eh13jz2WqVDfvqF26Oye/oRKKMwhPpTPuhEdUf+DHvJmqeO5TciwQ/zAkOr5TLHqMV7ylX6bd9waGryl0PkZTmNMzhoAAAUab42Uv/TjZD2L9mP8ulHX5fR7yEvtdCWelHelIBSp4wYNIqAKdTAaYrY0CvTG7QYTkGE5BhOR1AL94XPrSdf7+Gxm97ciupm0uAcNgqXitwBYK8ksl3WdG7qZMqoHBEUBDUIbNMAOAoBvcFZHrofMMnZFaurEPmHpl2ozqpObWdtwuRfq6f4i3rCkkKSRZ52T15do0Lq4O0Al0GXeXPfdK+/UI8yd7yKZ1sYR2BvALyq/cqXJAiJ+yhSrorFn6HXg3dTw/R7JVdBxBZw51n2aFaxKiEX5vnI7wnY+RK/QblZ7gek3pRPdJ++jlFSBkpmUttv22Kce0YSTO83Nzu8G3rphs/AbWHWXi0ly//+SydTWGB7jx0m2Tt7fiKeiLaO46IfX0LfUGRWXgcQUB7lwJsVnbZ1qzufZrnClqEeMIz5dzYtpNvKtXFDyRGi43EJY9GqGRdU68AiAUUvpXvTnZHNGOZ3tRTsIIbLHeChqHOnsyRIALRde+X6pF2axIuDn1XclroRnmmtY9JSC3H2UTTucvoSZLu5XKpCJYKlwdqcOyPgsNoSU+FQPkGCwVf7RXRWf2e9jpnTNAGOKAeCsLtn+2E6hHA7PgK6bE0XFz0KyaSg69+IaFqEHUSP5U2QSAEvn4HH2ik2nXG92/AHXVHFUeuc752+a+VfxWAWdfIpAAAAAAAAAA';
const PDF = `%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>> endobj
4 0 obj <</Length 39>> stream
BT /F 18 Tf 20 45 Td (A sample) Tj ET
endstream endobj
5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
trailer <</Root 1 0 R /Size 6>>
%%EOF
`;
const SAMPLE_RATE = 8_000;
const TONE_HZ = 440;
const SILENCE = 128;
const LOUDNESS = 40;

/** A small file of each kind, so that a test needs none. The video is only a header: players refuse it. */
export const SAMPLES: Readonly<Record<MediaKind, () => MediaSource>> = {
  photo: () => ({ bytes: Buffer.from(PNG, 'base64'), fileName: 'sample.png', mimeType: 'image/png' }),
  document: () => ({ bytes: Buffer.from(PDF), fileName: 'sample.pdf', mimeType: 'application/pdf' }),
  animation: () => ({ bytes: Buffer.from(GIF, 'base64'), fileName: 'sample.gif', mimeType: 'image/gif' }),
  sticker: () => ({ bytes: Buffer.from(WEBP, 'base64'), mimeType: 'image/webp' }),
  audio: () => ({ bytes: tone(), fileName: 'sample.wav', mimeType: 'audio/x-wav' }),
  voice: () => ({ bytes: tone(), mimeType: 'audio/ogg' }),
  video: () => ({ bytes: videoHeader(), fileName: 'sample.mp4', mimeType: 'video/mp4' }),
  video_note: () => ({ bytes: videoHeader(), mimeType: 'video/mp4' }),
};

/** A second of a tone, as WAV. */
function tone(): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + SAMPLE_RATE, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  // PCM, one channel
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE, 28);
  // A byte per sample
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(SAMPLE_RATE, 40);
  const wave = Array.from({ length: SAMPLE_RATE }, (_, index) =>
    Math.round(SILENCE + LOUDNESS * Math.sin((2 * Math.PI * TONE_HZ * index) / SAMPLE_RATE)),
  );
  return Buffer.concat([header, Buffer.from(wave)]);
}

function videoHeader(): Buffer {
  return Buffer.from('000000206674797069736f6d0000020069736f6d69736f32617663316d703431', 'hex');
}
