import express from 'express';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
const seen = new Set(); // in a real service: a table with a unique key

const app = express();
// the raw body: the signature is of its very bytes
app.post('/webhooks/raqam', express.raw({ type: 'application/json' }), (request, response) => {
  let event;
  try {
    event = webhook.verify(request.body, request.headers);
  } catch {
    return response.sendStatus(400);
  }
  const id = request.headers['webhook-id'];
  if (!seen.has(id)) {
    seen.add(id); // a delivery may come twice
    console.log(event.type, event.data.user_id);
  }
  response.sendStatus(204);
});
const server = app.listen(process.env.PORT ?? 3000, () => console.log(`listening on ${server.address().port}`));
