import type { Locator } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';

/** Reads a QR code from its picture on the screen, as a phone's camera does. */
export async function scanQrCode(shown: Locator): Promise<string> {
  const picture = (await shown.screenshot()).toString('base64');
  const blank = await shown.page().context().newPage();
  const { width, height, data } = await blank.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    canvas?.drawImage(bitmap, 0, 0);
    const pixels = canvas?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
    return { width: bitmap.width, height: bitmap.height, data: [...pixels] };
  }, picture);
  await blank.close();
  return decodeQR({ width, height, data: Uint8Array.from(data) });
}
