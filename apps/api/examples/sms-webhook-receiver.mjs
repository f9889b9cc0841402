import express from 'express';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.SMS_WEBHOOK_SECRET);

/** Replace it by your provider. A template of WhatsApp takes language and code in place of the text. */
async function sendMessage({ to, text, language, code }) {
  console.log(`to ${to} in ${language}: ${text} (${code})`);
  return 'id-of-your-provider';
}

const app = express().post('/send', express.text({ type: '*/*' }), async (request, response) => {
  try {
    webhook.verify(request.body, request.headers);
  } catch {
    return response.status(401).end();
  }
  response.json({ id: await sendMessage(JSON.parse(request.body)) });
});

const server = app.listen(process.env.PORT ?? 3000, () => console.log(`listening on ${server.address().port}`));
