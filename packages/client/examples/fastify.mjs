import { createRaqam } from '@raqam/client';
import { requireUser, userOf } from '@raqam/client/fastify';
import { fastify } from 'fastify';

const raqam = createRaqam({ url: process.env.RAQAM_URL });

const app = fastify();
app.get('/orders', { onRequest: requireUser(raqam) }, async (request) => {
  return { user: userOf(request).id, orders: [] };
});

console.log(await app.listen({ port: Number(process.env.PORT) }));
