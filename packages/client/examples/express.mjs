import { createRaqam } from '@raqam/client';
import { requireUser, userOf } from '@raqam/client/express';
import express from 'express';

const raqam = createRaqam({ url: process.env.RAQAM_URL });

const app = express();
app.get('/orders', requireUser(raqam), (request, response) => {
  response.json({ user: userOf(request).id, orders: [] });
});

const server = app.listen(process.env.PORT, () => console.log(`http://localhost:${server.address().port}`));
